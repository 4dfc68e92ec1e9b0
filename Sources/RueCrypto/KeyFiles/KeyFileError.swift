internal import COpenSSL

/// Why a key file was not made or not taken, with what to do about it.
public enum KeyFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no file at the path.
    case missing(path: String)
    /// Something is at the path of a key that was to be made.
    case exists(path: String)
    /// Group or others have access to the file; holds its permission bits.
    case tooOpen(path: String, mode: UInt32)
    /// The path is a symbolic link.
    case symbolicLink(path: String)
    /// The path is a folder, a device or a pipe.
    case notAFile(path: String)
    /// The file holds no unencrypted Ed25519 key in PKCS #8 PEM form.
    case malformed(path: String)
    /// OpenSSL failed; holds its reason.
    case crypto(path: String, CryptoError)
    /// The system refused; holds the errno.
    case system(path: String, errno: Int32)

    /// What is wrong and what to do, for a person.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no such key file"
        case .exists(let path):
            "\(path): already exists; a key is never overwritten. Move it away first if it is not needed"
        case .tooOpen(let path, let mode):
            "\(path): others can reach this private key (mode \(Self.octal(mode))); run: "
                + "chmod 600 \(Self.quoted(path))"
        case .symbolicLink(let path):
            "\(path): is a symbolic link; put the key file itself there"
        case .notAFile(let path):
            "\(path): is not a regular file"
        case .malformed(let path):
            "\(path): is not an unencrypted Ed25519 private key (PKCS #8 PEM, as "
                + "'openssl genpkey -algorithm ed25519' makes); restore it from a backup"
        case .crypto(let path, let error):
            "\(path): \(error.description)"
        case .system(let path, let errno):
            "\(path): \(String(cString: rue_keyfile_error_text(errno)))"
        }
    }

    /// The permission bits as `chmod` and `ls` users write them: 0644.
    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// A path as one word of a shell command.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard !isPlain else { return path }
        return path.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
            .reduce(into: "") { quoted, part in
                quoted += (quoted.isEmpty ? "'" : "'\\''") + String(decoding: part, as: UTF8.self)
            } + "'"
    }
}
