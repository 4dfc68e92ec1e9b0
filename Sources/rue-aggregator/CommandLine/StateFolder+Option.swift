import RueAggregatorCore

extension StateFolder {
    /// What a command that is told needs so that it works here, with a blank before it; empty where
    /// the folder is the usual one.
    var option: String { path == Declaration.defaultState ? "" : " --state " + path }
}
