import RueHTTP
import RuePageAssets
import Testing

@Suite struct PageAssetsTests {
    private let script: PageAsset

    init() throws { script = try #require(PageAsset.named("dygraph.min.js")) }

    @Test func response_plainName_isToBeAskedForAgain() throws {
        let response = try #require(
            PageAssets.response(path: "/assets/dygraph.min.js", headers: [:]))
        #expect(response.status == 200)
        #expect(response.body == script.bytes)
        #expect(response.headers["Content-Type"] == "text/javascript; charset=utf-8")
        #expect(response.headers["Cache-Control"] == "no-cache")
        #expect(response.headers["ETag"] == script.etag)
        #expect(response.headers["Vary"] == "Accept-Encoding")
        #expect(response.headers["Content-Encoding"] == nil)
    }

    @Test func response_hashedName_mayBeKeptForAYear() throws {
        let response = try #require(PageAssets.response(path: script.url, headers: [:]))
        #expect(response.body == script.bytes)
        #expect(response.headers["Cache-Control"] == "public, max-age=31536000, immutable")
    }

    @Test func response_gzipAccepted_isGzippedWithItsOwnTag() throws {
        let response = try #require(
            PageAssets.response(path: script.url, headers: ["Accept-Encoding": "gzip, deflate, br"])
        )
        #expect(response.body == script.gzipped)
        #expect(response.headers["Content-Encoding"] == "gzip")
        #expect(response.headers["ETag"] == script.gzippedETag)
        let refusing = try #require(
            PageAssets.response(path: script.url, headers: ["Accept-Encoding": "gzip;q=0"]))
        #expect(refusing.body == script.bytes)
    }

    @Test func response_tagKnown_is304() throws {
        for headers: HTTPHeaders in [
            ["If-None-Match": script.etag],
            ["If-None-Match": "\"x\", W/\(script.etag)"],
            ["If-None-Match": "*"],
            ["If-None-Match": script.gzippedETag, "Accept-Encoding": "gzip"],
        ] {
            let response = try #require(
                PageAssets.response(path: "/assets/dygraph.min.js", headers: headers))
            #expect(response.status == 304)
            #expect(response.body.isEmpty)
            #expect(response.headers["ETag"] != nil)
            #expect(response.headers["Cache-Control"] == "no-cache")
        }
    }

    @Test func response_tagOfAnotherRepresentation_is200() throws {
        for headers: HTTPHeaders in [
            ["If-None-Match": script.etag, "Accept-Encoding": "gzip"],
            ["If-None-Match": script.gzippedETag],
            ["If-None-Match": "\"\""],
        ] {
            #expect(
                PageAssets.response(path: "/assets/dygraph.min.js", headers: headers)?.status == 200
            )
        }
    }

    @Test(arguments: [
        "/", "/assets", "/assets/", "/assets/nothing.js", "/assets/../style.css",
        "/assets/style.00000000.css", "/style.css", "/assets/STYLE.CSS", "/assets//style.css",
    ])
    func response_noSuchFile_isNil(path: String) {
        #expect(PageAssets.response(path: path, headers: [:]) == nil)
    }
}
