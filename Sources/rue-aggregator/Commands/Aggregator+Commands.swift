import RueCommandLine

extension Aggregator {
    typealias Run = (ParsedArguments) throws(Failure) -> ExitCode

    static func command(_ path: [String]) -> Run {
        switch path {
        case ["setup"]: SetupCommand.run
        case ["serve"]: ServeCommand.run
        case ["doctor"]: DoctorCommand.run
        case ["node", "add"]: NodeAddCommand.run
        case ["node", "list"]: NodeListCommand.run
        case ["node", "show"]: NodeShowCommand.run
        case ["node", "confirm"]: NodeChangeCommands.confirm
        case ["node", "rename"]: NodeChangeCommands.rename
        case ["node", "revoke"]: NodeChangeCommands.revoke
        case ["renew-tls"]: RenewTLSCommand.run
        case ["query"]: QueryCommand.run
        case ["export"]: ExportCommand.run
        case ["backup"]: BackupCommand.run
        case ["restore"]: RestoreCommand.run
        case ["recovery-kit"]: RecoveryKitCommand.run
        case ["verify"]: VerifyCommand.run
        default: VersionCommand.run
        }
    }
}
