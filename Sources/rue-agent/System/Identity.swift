internal import CRueSystem

/// As whom the program acts.
///
/// The service has a user of its own, whose the state folder is. What root makes there the service
/// could not read or write afterwards: so root becomes that user before anything else is done.
enum Identity {
    /// The service's user where there is no state folder yet.
    static let serviceUser = "rue-agent"

    /// Becomes the owner of a state folder, or the service's user when there is no folder yet, with the
    /// groups of that user, if root acts. There is no way back.
    static func settle(_ folder: String) throws(AgentFailure) {
        guard rue_is_root() == 1 else { return }
        let accounts = Accounts()
        var (user, group): (UInt32, UInt32) = (0, 0)
        if rue_owner(folder, &user, &group) != 0 {
            guard let service = accounts.user(named: serviceUser) else { return }
            (user, group) = service
        }
        if user == 0 { return }
        let name = accounts.name(ofUser: user)
        let groups = accounts.groups(of: name)
        let result = rue_identity_become(user, group, groups, groups.count)
        if result == 0 { return }
        throw AgentFailure(
            .permission, "cannot become the user \(name): \(SystemError(code: -result).text)")
    }

    /// Becomes the owner of a state folder until `resume`, if root acts: what the person has brought,
    /// a link for one, may be root's alone.
    static func lend(_ folder: String) throws(AgentFailure) {
        var (user, group): (UInt32, UInt32) = (0, 0)
        guard rue_is_root() == 1, rue_owner(folder, &user, &group) == 0, user != 0 else { return }
        let result = rue_identity_change(user, group, 0)
        if result == 0 { return }
        throw AgentFailure(
            .permission,
            "cannot become the owner of \(folder): \(SystemError(code: -result).text)")
    }

    /// Is root again, where root was lent to somebody.
    static func resume() {
        // Refused where nobody was: then there is nothing to come back to.
        _ = rue_identity_resume()
    }
}
