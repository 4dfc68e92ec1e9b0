import Testing

@testable import RueAggregatorCore

@Suite struct HTMLTests {
    @Test func text_withMarkup_isEscaped() {
        let html = HTML("p") { "<script>alert('1') & \"2\"</script>" }
        #expect(
            html.markup
                == "<p>&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;</p>")
    }

    @Test func attribute_thatWouldEnd_staysOne() {
        let html = HTML.leaf("a", ["title": "\"><img src=x onerror='alert(1)'>"])
        #expect(
            html.markup
                == "<a title=\"&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;\"></a>")
    }

    @Test func attribute_withoutValue_isLeftOut() {
        #expect(HTML.void("input", ["checked": nil, "name": "a"]).markup == "<input name=\"a\">")
        #expect(HTML.void("input", ["checked": ""]).markup == "<input checked=\"\">")
    }

    @Test func controlCharacters_becomeReplacements() {
        #expect(HTML.text("a\u{0}b\u{1B}c\td\u{7F}").markup == "a\u{FFFD}b\u{FFFD}c\td\u{FFFD}")
    }

    @Test func builder_takesTextsElementsLoopsAndConditions() {
        let isThere = false
        let html = HTML("ul") {
            for number in 1...2 { HTML("li") { "\(number)" } }
            if isThere { HTML("li") { "never" } }
            HTML.fixed("<br>")
        }
        #expect(html.markup == "<ul><li>1</li><li>2</li><br></ul>")
    }
}
