import Foundation
import Testing

@testable import RueWire

@Suite struct Base64Tests {
    @Test func base64_anyBytes_areAsFoundationWritesThem() {
        var random = Seeded("base64")
        for count in 0..<100 {
            let bytes = random.bytes(count)
            let text = Data(bytes).base64EncodedString()
            #expect(Base64.encode(bytes) == text)
            #expect(Base64.decode(text) == bytes)
            let url = text.replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
            #expect(Base64URL.encode(bytes) == url)
            #expect(Base64URL.decode(url) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AA=", "AB==", "AAB=", "AA==AA==", "A A=", "====", "-_==", "AAAA\n",
    ])
    func base64_otherText_isRefused(text: String) { #expect(Base64.decode(text) == nil) }

    @Test(arguments: ["A", "AB", "AAB", "AA==", "+/AA", "AA AA", "é"])
    func base64URL_otherText_isRefused(text: String) { #expect(Base64URL.decode(text) == nil) }
}
