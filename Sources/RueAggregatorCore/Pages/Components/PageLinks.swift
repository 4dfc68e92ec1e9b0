import RuePageAssets

/// Where the pages' own files are.
enum PageLinks {
    static let style = url("style.css")
    static let icon = url("icon.svg")
    static let chartLibrary = url("dygraph.min.js")

    /// A script. By its plain name, since scripts import each other by that, and one module under
    /// two names would run twice.
    static func module(_ name: String) -> String { PageAsset.folder + name }

    private static func url(_ name: String) -> String {
        PageAsset.url(of: name) ?? PageAsset.folder + name
    }
}
