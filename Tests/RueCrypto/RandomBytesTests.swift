import RueCrypto
import Testing

@Suite struct RandomBytesTests {
    @Test(arguments: [0, 1, 16, 32, 5000])
    func generate_anyCount_givesThatMany(count: Int) throws {
        #expect(try RandomBytes.generate(count).count == count)
    }

    @Test func generate_often_repeatsNothing() throws {
        let drawn = try (0..<1000).map { _ in try RandomBytes.generate(16) }
        #expect(Set(drawn).count == drawn.count)
    }
}
