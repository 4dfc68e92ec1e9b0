import Foundation
import RueGzip
import RuePageAssets
import Testing

@Suite struct PageAssetTests {
    @Test func all_charts_areDebiansFiles() throws {
        let installed = try Data(
            contentsOf: URL(fileURLWithPath: "/usr/share/javascript/dygraphs/dygraph.min.js"))
        #expect(PageAsset.named("dygraph.min.js").map { Data($0.bytes) } == installed)
        let licence = try #require(PageAsset.named("dygraphs-copyright.txt"))
        #expect(String(decoding: licence.bytes, as: UTF8.self).contains("Dan Vanderkam"))
    }

    @Test func all_files_haveNamesTypesAndContent() {
        #expect(PageAsset.all.count >= 4)
        #expect(Set(PageAsset.all.map(\.name)).count == PageAsset.all.count)
        #expect(Set(PageAsset.all.map(\.url)).count == PageAsset.all.count)
        for asset in PageAsset.all {
            #expect(!asset.bytes.isEmpty)
            #expect(asset.contentType != "application/octet-stream", "\(asset.name)")
            #expect(asset.digest.count == 16)
            #expect(asset.etag != asset.gzippedETag)
        }
    }

    /// What nothing names only makes the program larger.
    @Test func all_files_areNamedByAPageOrAScript() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources")
        var text = ""
        for folder in ["RueAggregatorCore/Pages", "CPageAssets/assets"] {
            let folder = sources.appendingPathComponent(folder).path
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
            where name.hasSuffix(".swift") || name.hasSuffix(".js") {
                text += try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            }
        }
        for asset in PageAsset.all {
            let quoted = "\"\(asset.name)\""
            let isNamed = [quoted, "/\(asset.name)\""].contains { text.contains($0) }
            #expect(isNamed, "\(asset.name)")
        }
    }

    @Test func all_files_areTheFolders() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/CPageAssets/assets")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.contains("style.css"))
        for name in names {
            let content = try Data(contentsOf: folder.appendingPathComponent(name))
            #expect(PageAsset.named(name).map { Data($0.bytes) } == content, "\(name)")
        }
    }

    @Test func gzipped_script_isTheBytesCompressed() throws {
        let asset = try #require(PageAsset.named("dygraph.min.js"))
        #expect(asset.gzipped == (try Gzip.compress(asset.bytes, level: 9)))
        #expect(asset.gzipped.map { $0.count < asset.bytes.count / 2 } == true)
    }

    @Test func url_ofAName_carriesTheDigestBeforeTheExtension() throws {
        let asset = try #require(PageAsset.named("dygraph.min.js"))
        #expect(asset.url == "/assets/dygraph.min.\(asset.digest.prefix(8)).js")
        #expect(PageAsset.url(of: "dygraph.min.js") == asset.url)
        #expect(PageAsset.url(of: "nothing.js") == nil)
        #expect(PageAsset.named("nothing.css") == nil)
    }

    @Test func digest_knownBytes_isFNV1a() throws {
        // The reference, written out: 64-bit FNV-1a by its definition.
        let asset = try #require(PageAsset.named("style.css"))
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in asset.bytes {
            hash ^= UInt64(byte)
            hash = hash &* 1_099_511_628_211
        }
        #expect(UInt64(asset.digest, radix: 16) == hash)
    }
}
