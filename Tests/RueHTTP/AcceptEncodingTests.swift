import RueHTTP
import Testing

@Suite struct AcceptEncodingTests {
    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "gzip, deflate, br", "deflate,gzip", "br ; q=1.0 , gzip ; q=0.8",
        "gzip;q=0.001", "gzip;Q=1", "gzip;q=1.000", "*", "br, *;q=0.1", "gzip;q=1, *;q=0",
        ", gzip,",
    ])
    func allowsGzip_named_isTrue(value: String) {
        #expect(AcceptEncoding.allowsGzip(value))
    }

    @Test(arguments: [
        "", "identity", "deflate, br", "gzip;q=0", "gzip;q=0.0", "gzip; q=0.000", "*;q=0",
        "gzip;q=0, *", "*, gzip;q=0", "gzipped", "gzi", "br;q=1, deflate", "gzip;q=", "gzip;q=x",
        "gzip;q=2", "gzip;q=-1", "gzip;x=1", "gzip;q=0.0001", "gzip;q=1;q=0", "gzip q=1", ";", ",",
    ])
    func allowsGzip_notNamedOrRefused_isFalse(value: String) {
        #expect(!AcceptEncoding.allowsGzip(value))
    }

    @Test func allowsGzip_noField_isFalse() {
        #expect(!AcceptEncoding.allowsGzip(nil))
        #expect(!AcceptEncoding.allowsGzip(HTTPHeaders()))
    }

    @Test func allowsGzip_severalFields_areOneList() {
        let headers = HTTPHeaders([
            HTTPField(name: "Accept-Encoding", value: "br"),
            HTTPField(name: "accept-encoding", value: "gzip"),
        ])
        #expect(AcceptEncoding.allowsGzip(headers))
    }

    /// What a server does that looks for the word only.
    @Test func naiveSearch_weightZero_isWrong() {
        func naive(_ value: String) -> Bool { value.lowercased().contains("gzip") }
        #expect(naive("gzip;q=0") != AcceptEncoding.allowsGzip("gzip;q=0"))
        #expect(naive("*") != AcceptEncoding.allowsGzip("*"))
    }
}
