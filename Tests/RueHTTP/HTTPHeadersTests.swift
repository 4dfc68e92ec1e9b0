import RueHTTP
import Testing

@Suite struct HTTPHeadersTests {
    @Test func subscript_get_ignoresCaseAndTakesTheFirst() {
        let headers: HTTPHeaders = ["Accept": "a", "ACCEPT": "b"]
        #expect(headers["accept"] == "a")
        #expect(headers.values("Accept") == ["a", "b"])
        #expect(headers["Accept-X"] == nil)
    }

    @Test func subscript_set_replacesEveryField() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
        headers["A"] = "4"
        #expect(headers.fields == [HTTPField(name: "B", value: "2"), .init(name: "A", value: "4")])
        headers["b"] = nil
        #expect(headers.count == 1)
    }

    @Test func isSame_otherBytes_onlyLettersFold() {
        #expect(HTTPHeaders.isSame("aZ-", "Az-"))
        // `[` and `{` differ by the same bit as letters do.
        #expect(!HTTPHeaders.isSame("[", "{"))
        #expect(!HTTPHeaders.isSame("@", "`"))
    }
}
