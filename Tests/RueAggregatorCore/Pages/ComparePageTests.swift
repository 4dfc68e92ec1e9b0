import RueHTTP
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct ComparePageTests {
    private let fixture = PageFixture(nodes: [
        PageFixture.node(
            "cellar",
            sensors: [PageFixture.sensor("cellar"), PageFixture.sensor("cellar", "floor")],
            created: 2),
        PageFixture.node("kitchen", created: 1),
    ])

    private func choice(_ query: String) throws -> CompareChoice {
        CompareChoice(try #require(QueryParameters(query)), fixture.view)
    }

    @Test func nothingNamed_showsEveryRoom() throws {
        let choice = try choice("")
        #expect(choice.quantity == "temperature")
        #expect(choice.offered.map(\.label) == ["cellar · air", "cellar · floor", "kitchen"])
        #expect(choice.shown.count == 3)
    }

    @Test func namedSeries_areShownAndKeptInTheLinks() throws {
        let choice = try choice("quantity=temperature&span=week&series=cellar%2Ffloor_temperature")
        #expect(choice.shown == [SeriesID(node: "cellar", name: "floor_temperature")])
        #expect(choice.span == .week)
        #expect(
            choice.path(span: .year)
                == "/compare?quantity=temperature&span=year&series=cellar%2Ffloor_temperature")
    }

    @Test(arguments: [
        "quantity=nonsense", "series=nobody%2Fair_temperature", "series=%2F", "span=x",
    ])
    func unknownChoice_fallsBackToAll(query: String) throws {
        let choice = try choice(query)
        #expect(choice.quantity == "temperature")
        #expect(choice.shown.count == 3)
    }

    @Test func colour_goesByEnrolmentAndNotByName() throws {
        let looks = try choice("").offered.map(\.look)
        #expect(looks[2] == SeriesLook(colour: 0, dash: 0))
        #expect(looks[0] == SeriesLook(colour: 1, dash: 1))
        #expect(Set(looks.map(\.classes)).count == 3)
    }

    @Test func page_isAFormWithItsBoxesChecked() throws {
        let page = try fixture.page("/compare", "series=kitchen%2Fair_temperature")
        #expect(page.contains("<form method=\"get\" action=\"/compare\""))
        #expect(page.contains("value=\"kitchen/air_temperature\" checked"))
        #expect(!page.contains("value=\"cellar/air_temperature\" checked"))
    }

    @Test func houseWithoutReadings_hasNothingToCompare() throws {
        #expect(try PageFixture().page("/compare").contains("Nothing to compare yet"))
    }
}
