internal import CPageAssets
internal import RueGzip

extension PageAsset {
    static func loadAll() -> [PageAsset] {
        var assets: [PageAsset] = []
        var found = rue_page_asset()
        while rue_page_asset(UInt32(assets.count), &found) == 1 {
            let bytes = Array(UnsafeBufferPointer(start: found.bytes, count: found.count))
            assets.append(PageAsset(name: String(cString: found.name), bytes: bytes))
        }
        return assets
    }

    init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        contentType = PageAsset.contentType(name)
        digest = PageAsset.digest(bytes)
        gzipped = PageAsset.gzip(bytes)
    }

    private static func contentType(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "txt": "text/plain; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/vnd.microsoft.icon"
        case "woff2": "font/woff2"
        default: "application/octet-stream"
        }
    }

    /// FNV-1a of 64 bits: it tells one version of a file from another, and is no protection.
    private static func digest(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        do throws(GzipError) {
            let gzipped = try Gzip.compress(bytes, level: 9)
            return gzipped.count < bytes.count ? gzipped : nil
        } catch {
            // The file itself can still be sent.
            return nil
        }
    }
}
