import Testing

@testable import RueAggregatorCore

@Suite struct SeriesIDTests {
    @Test(arguments: [
        ("kitchen", "air_temperature", "kitchen/air_temperature"),
        ("a/b", "x/y", "a%2Fb/x%2Fy"),
        ("50 %", "air_humidity", "50 %25/air_humidity"),
        ("Küche <script>", "air_temperature", "Küche <script>/air_temperature"),
    ])
    func text_ofAnyName_isReadBack(node: String, name: String, text: String) {
        let id = SeriesID(node: node, name: name)
        #expect(id.text == text)
        #expect(SeriesID(text) == id)
    }

    @Test(arguments: ["", "/", "kitchen", "kitchen/", "/air", "a/b/c", "a%2/b", "a/%ff", "a%00/b"])
    func init_ofWhatIsNone_isNil(text: String) {
        #expect(SeriesID(text) == nil)
    }

    @Test func order_isByNodeThenBySeries() {
        let ids = ["b/a", "a/z", "a/b"].compactMap { SeriesID($0) }
        #expect(ids.sorted().map(\.text) == ["a/b", "a/z", "b/a"])
    }
}
