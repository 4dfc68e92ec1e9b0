import RueGzip
import Testing

@Suite struct GzipTests {
    @Test func compress_levelOutOfRange_isRefused() {
        #expect(throws: GzipError.level(10)) { try Gzip.compress([1], level: 10) }
    }
}
