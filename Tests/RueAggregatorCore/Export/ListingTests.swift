import RueAggregatorCore
import Testing

@Suite struct ListingTests {
    private let listing: Listing = {
        var listing = Listing(columns: ["name", "items", "good"])
        listing.append([.text("kitchen"), .number(12), .bool(true)])
        listing.append([.text("a,\u{1B}"), .none, .bool(false)])
        return listing
    }()

    @Test func table_isAlignedAndEscaped() {
        #expect(
            listing.render(.table) == """
                NAME      ITEMS  GOOD
                kitchen   12     yes
                a,\\u{1b}  -      no

                """)
    }

    @Test func table_leavesOutScriptColumnsAndShowsItsOwnText() {
        var listing = Listing(columns: ["last_seen", "id"], scriptColumns: ["id"])
        listing.append([.shown("x", inTable: "X!"), .text("1")])
        #expect(listing.render(.table) == "LAST SEEN\nX!\n")
        #expect(listing.render(.csv) == "last_seen,id\nx,1\n")
        #expect(listing.render(.json) == "{\"last_seen\":\"x\",\"id\":\"1\"}\n")
    }

    @Test func csv_isQuotedWhereNeeded() {
        #expect(listing.render(.csv) == "name,items,good\nkitchen,12,yes\n\"a,\u{1B}\",,no\n")
    }

    @Test func json_hasTypes() {
        #expect(
            listing.render(.json) == """
                {"name":"kitchen","items":12,"good":true}
                {"name":"a,\\u001b","items":null,"good":false}

                """)
    }

    @Test func empty_isItsHeader() {
        let empty = Listing(columns: ["name"])
        #expect(empty.render(.table) == "NAME\n")
        #expect(empty.render(.json).isEmpty)
    }
}
