import Foundation
import RueTestSupport
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct JSONWriterTests {
    private func json(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func decimal_ofAnyPlaces_isWrittenAsTheExactTextIs() throws {
        var random = SeededRandom(seed: SeededRandom.freshSeed("JSONWriter"))
        var values = [Int64.min, .max, 0, 1, -1, 10, 99, 100].map { ($0, 0) }
        for exponent in DecimalFraction.exponents {
            values += [(0, exponent), (-5, exponent), (1_234_567, exponent), (.min, exponent)]
            values.append((.random(in: .min ... .max, using: &random), exponent))
        }
        for (mantissa, exponent) in values {
            let value = try #require(DecimalFraction(mantissa: mantissa, exponent: exponent))
            #expect(json { $0.number(.decimal(value)) } == value.description)
        }
    }

    @Test(
        arguments: [
            (.double(21), "21"), (.double(0.1), "0.1"), (.bool(true), "true"),
            (.text("a\"b"), "\"a\\\"b\""),
            (.data([255, 0]), "\"_wA\""), (.decimal(DecimalFraction(milli: 21_370)), "21.370"),
        ] as [(SenMLValue, String)])
    func value_ofEachKind_isJSON(value: SenMLValue, expected: String) {
        #expect(json { $0.value(value) } == expected)
    }

    @Test func text_thatWouldEndAScript_isEscapedAndReadBack() throws {
        let nasty = "</script><script>alert(\"1\" & '2')\\\n\r\t\u{0}\u{7F}é\u{2028}"
        let text = json { json in json.array { $0.text(nasty) } }
        #expect(!text.contains("<") && !text.contains(">") && !text.contains("&"))
        #expect(!text.utf8.contains { $0 < 0x20 })
        let back = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
        #expect(back == [nasty])
    }

    @Test func objectsAndArrays_haveTheirCommas() throws {
        let text = json { json in
            json.object { json in
                json.name("a")
                json.array { _ in }
                json.name("b")
                json.array { json in
                    json.integer(1)
                    json.null()
                    json.object { _ in }
                    json.bool(false)
                }
                json.name("c")
                json.text(nil)
            }
        }
        #expect(text == #"{"a":[],"b":[1,null,{},false],"c":null}"#)
    }
}
