import RueCrypto
import Testing

@Suite struct ConstantTimeTests {
    @Test func constantTimeEqual_sameBytes_isTrue() {
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual([1, 2], [1, 2]))
    }

    @Test func constantTimeEqual_otherBytesOrLength_isFalse() {
        #expect(!constantTimeEqual([1, 2], [1, 3]))
        #expect(!constantTimeEqual([1, 2], [1, 2, 0]))
        #expect(!constantTimeEqual([], [0]))
    }
}
