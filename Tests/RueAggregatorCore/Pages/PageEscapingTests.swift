import RueHTTP
import RueWire
import Testing

@testable import RueAggregatorCore

/// Names, faults and addresses come from outside: whatever they are, they are text.
@Suite struct PageEscapingTests {
    private static let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "a&b<c",
        "</title></textarea><svg onload=alert(1)>", "ä 漢字 🏠", "%3Cscript%3E",
    ]

    private static func fixture(_ name: String) -> PageFixture {
        var health = PageFixture.series(name, "node_undelivered", quantity: "undelivered")
        health.value = .text(name)
        let sensor = PageFixture.sensor(name, name, condition: .failing, fault: name)
        return PageFixture(nodes: [PageFixture.node(name, sensors: [sensor], health: [health])])
    }

    /// Every tag and attribute that the page has, as a browser would find them.
    private static func shape(_ page: String) -> [String] {
        page.split(separator: "<").dropFirst().map { part in
            var isInValue = false
            var shape = ""
            for character in part {
                if character == "\"" { isInValue.toggle() }
                if character == ">" && !isInValue { break }
                if !isInValue && character != "\"" { shape.append(character) }
            }
            return shape
        }
    }

    @Test(arguments: names)
    func nameFromOutside_changesNoTag(name: String) throws {
        let (evil, plain) = (Self.fixture(name), Self.fixture("plain"))
        for path in ["/", "/compare"] {
            #expect(try Self.shape(evil.page(path)) == Self.shape(plain.page(path)))
        }
        let own = try evil.page(NodeLink.path(name))
        #expect(own.contains("<h1>"))
        #expect(try Self.shape(own) == Self.shape(plain.page("/node/plain")))
    }

    @Test func naiveBuilder_wouldBeFound() {
        let name = Self.names[0]
        #expect(Self.shape("<p>" + name + "</p>") != Self.shape("<p>plain</p>"))
        #expect(Self.shape("<p title=\"" + Self.names[1] + "\">") != Self.shape("<p title=\"a\">"))
    }

    @Test func pages_haveNoInlineScriptAndNoStyleAttribute() throws {
        let fixture = PageFixture(nodes: [PageFixture.node("kitchen")])
        for path in ["/", "/node/kitchen", "/compare"] {
            let shapes = try Self.shape(fixture.page(path))
            #expect(!shapes.contains { $0.contains(" style=") || $0.contains(" on") })
            #expect(!shapes.contains { $0.hasPrefix("style") })
            #expect(shapes.filter { $0.hasPrefix("script") }.allSatisfy { $0.contains("src=") })
            #expect(try !fixture.page(path).contains("//assets"))
            #expect(try !fixture.page(path).contains("https:"))
        }
    }

    @Test(arguments: ["/node/%", "/node/%00", "/node/", "/node/nobody", "/node/kitchen/x"])
    func unknownRoom_isNotFound(path: String) throws {
        let fixture = PageFixture(nodes: [PageFixture.node("kitchen")])
        #expect(try fixture.response(path)?.status == 404)
    }

    @Test(arguments: ["span=century", "span=%", "span=", "%zz=1"])
    func badQuery_isABadRequest(query: String) throws {
        let fixture = PageFixture(nodes: [PageFixture.node("kitchen")])
        #expect(try fixture.response("/node/kitchen", query)?.status == 400)
    }

    @Test func otherPaths_areNobodysPage() throws {
        #expect(try PageFixture().response("/index.html") == nil)
        #expect(try PageFixture().response("/nodes") == nil)
    }
}
