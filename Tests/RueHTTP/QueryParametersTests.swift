import RueHTTP
import Testing

@Suite struct QueryParametersTests {
    @Test func init_pairs_areDecodedInOrder() throws {
        let query = try #require(QueryParameters("a=1&b=x%3Dy+z&a=2&c"))
        #expect(query["a"] == "1")
        #expect(query["b"] == "x=y z")
        #expect(query["c"] == "")
        #expect(query["d"] == nil)
        #expect(query.pairs.map(\.value) == ["1", "x=y z", "2", ""])
    }

    @Test(arguments: ["a=%", "%=a", "=a", "a=%FF"])
    func init_undecodable_isNil(_ query: String) {
        #expect(QueryParameters(query) == nil)
    }

    @Test func init_nothing_isEmpty() {
        #expect(QueryParameters(nil)?.pairs == [])
        #expect(QueryParameters("")?.pairs == [])
    }
}
