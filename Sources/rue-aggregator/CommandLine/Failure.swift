import RueAggregatorCore
import RueCommandLine
import RueServer
import RueStore

/// Why a command ends without success: a message for a person and a number for a script.
struct Failure: Error {
    let exitCode: ExitCode
    let message: String

    init(_ exitCode: ExitCode, _ message: String) {
        self.exitCode = exitCode
        self.message = message
    }

    init(_ error: CommandLineError) {
        self.init(.usage, error.description)
    }

    init(_ error: StoreError) {
        let code: ExitCode =
            switch error.kind {
            case .diskFull: .inputOutput
            case .busy: .temporary
            case .missing: .noInput
            case .corrupt, .notAStore, .newer, .otherServer, .constraint: .dataError
            case .failed: .inputOutput
            }
        self.init(code, error.description)
    }

    init(_ error: SetupError) {
        let code: ExitCode =
            switch error {
            case .file, .kitInTheWay: .cannotCreate
            case .signingKey, .tls, .settings: .configuration
            case .cryptography: .software
            case .host: .usage
            case .notSetUp, .incomplete: .noInput
            case .alreadySetUp, .otherKey, .isNode: .cannotCreate
            case .isBackup: .dataError
            }
        self.init(code, error.description)
    }

    init(_ error: QueryError) {
        switch error {
        case .store(let error): self.init(error)
        case .unknownNode, .pendingNode, .unknown: self.init(.noInput, error.description)
        }
    }

    init(_ error: ArchiveError) {
        switch error {
        case .query(let error): self.init(error)
        case .damaged: self.init(.dataError, error.description)
        case .cryptography: self.init(.software, error.description)
        case .empty: self.init(.noInput, error.description)
        }
    }

    init(_ error: NodeError) {
        switch error {
        case .store(let error): self.init(error)
        case .unknown: self.init(.noInput, error.description)
        case .exists, .taken, .sameName, .invalidName, .alreadyRevoked, .notPending, .rivals:
            self.init(.dataError, error.description)
        case .cryptography: self.init(.software, error.description)
        case .host: self.init(.usage, error.description)
        }
    }

    init(_ error: BackupError) {
        switch error {
        case .setup(let error): self.init(error)
        case .store(let error): self.init(error)
        case .file(let file):
            self.init(file.isDiskFull ? .inputOutput : .cannotCreate, error.description)
        case .exists, .notEmpty: self.init(.cannotCreate, error.description)
        case .noRoom: self.init(.inputOutput, error.description)
        case .missing: self.init(.noInput, error.description)
        case .notABackup, .manifest, .newer, .damaged: self.init(.dataError, error.description)
        case .cryptography: self.init(.software, error.description)
        }
    }

    init(_ error: RecoveryKitError, in path: String) {
        self.init(.dataError, path + ": " + error.description)
    }

    init(_ error: ServerError) {
        let code: ExitCode =
            switch error {
            case .portInUse: .unavailable
            case .portForbidden: .noPermission
            case .cannotListen, .outOfResources: .temporary
            case .tls: .configuration
            }
        self.init(code, error.description)
    }
}
