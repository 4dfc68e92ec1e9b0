public import RueHTTP

/// Answers requests for the files under ``PageAsset/folder``.
public enum PageAssets {
    private static let aYear = "public, max-age=31536000, immutable"

    /// The answer to a request for a file, or nil when the path is not below the folder or there is
    /// no such file.
    ///
    /// A name with its digest may be kept for a year; a plain one is to be asked for again, which
    /// costs a 304.
    /// - Parameters:
    ///   - path: the request's path, as sent: `/assets/style.css`.
    ///   - headers: the request's fields: `Accept-Encoding` and `If-None-Match` are looked at.
    /// - Returns: 200 or 304, without the security headers of the pages.
    public static func response(path: String, headers: HTTPHeaders) -> HTTPResponse? {
        guard path.hasPrefix(PageAsset.folder) else { return nil }
        let name = String(path.dropFirst(PageAsset.folder.count))
        if let asset = PageAsset.byHashedName[name] {
            return response(asset, headers, caching: aYear)
        }
        return PageAsset.named(name).map { response($0, headers, caching: "no-cache") }
    }

    private static func response(
        _ asset: PageAsset, _ headers: HTTPHeaders, caching: String
    ) -> HTTPResponse {
        let gzipped = AcceptEncoding.allowsGzip(headers) ? asset.gzipped : nil
        let etag = gzipped == nil ? asset.etag : asset.gzippedETag
        var response = HTTPResponse(
            status: 200, headers: ["ETag": etag, "Cache-Control": caching])
        if asset.gzipped != nil { response.headers["Vary"] = "Accept-Encoding" }
        if EntityTag.isListed(etag, in: headers.values("If-None-Match")) {
            response.status = 304
            return response
        }
        response.headers["Content-Type"] = asset.contentType
        if gzipped != nil { response.headers["Content-Encoding"] = "gzip" }
        response.body = gzipped ?? asset.bytes
        return response
    }
}
