import RueHTTP
import Testing

@Suite struct EntityTagTests {
    @Test(arguments: [
        ["\"a\""], ["W/\"a\""], ["*"], ["\"b\", \"a\""], ["\"b\"", "\"a\""], [" \"b\" ,W/\"a\" "],
    ])
    func isListed_named_isTrue(values: [String]) {
        #expect(EntityTag.isListed("\"a\"", in: values))
    }

    @Test(arguments: [[], [""], ["\"b\""], ["a"], ["\"A\""], ["\"aa\""], ["w/\"a\""]])
    func isListed_notNamed_isFalse(values: [String]) {
        #expect(!EntityTag.isListed("\"a\"", in: values))
    }
}
