import RuePageAssets
import Testing

@Suite struct PageAssetTests {
    @Test func named_unknown_isNil() {
        #expect(PageAsset.named("nothing.css") == nil)
    }
}
