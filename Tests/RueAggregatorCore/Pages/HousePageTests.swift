import RueStore
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct HousePageTests {
    @Test func emptyHouse_saysWhatToDoNext() throws {
        let page = try PageFixture().page("/")
        for command in [
            "rue-aggregator node add", "rue-agent enrol", "rue-agent run", "Deploy/demo",
        ] {
            #expect(page.contains(command))
        }
        #expect(!page.contains("id=\"summary\""))
    }

    @Test func pendingNodes_inAHouseWithoutRooms_areToBeConfirmedAndNotEnrolled() throws {
        let name = "pending-lusab-babad-gutih-tugad"
        let page = try PageFixture(pending: [name]).page("/")
        #expect(page.contains("1 node waits to be confirmed"))
        #expect(page.contains("<code>rue-aggregator node list</code>"))
        #expect(page.contains("<code>rue-aggregator node confirm \(name) NAME</code>"))
        #expect(!page.contains("No rooms yet") && !page.contains("node add"))
    }

    @Test func pendingNodes_besideRooms_areToldAboveThem() throws {
        let page = try PageFixture(
            nodes: [PageFixture.node("kitchen")], pending: ["pending-a", "pending-b"]
        ).page("/")
        let note = try #require(page.firstRange(of: "2 nodes wait to be confirmed"))
        let room = try #require(page.firstRange(of: "data-node=\"kitchen\""))
        #expect(note.lowerBound < room.lowerBound)
        #expect(
            try !PageFixture(nodes: [PageFixture.node("kitchen")]).page("/").contains("confirmed"))
    }

    @Test func room_showsItsValueAndTheExactOneBesideIt() throws {
        let page = try PageFixture(nodes: [PageFixture.node("kitchen")]).page("/")
        #expect(page.contains("<span class=\"number\">21.4</span>"))
        #expect(page.contains("<span class=\"unit\">\u{A0}°C</span>"))
        #expect(page.contains("value=\"21.370\""))
        #expect(page.contains("data-series=\"kitchen/air_temperature\""))
        #expect(page.contains("data-state=\"live\""))
        #expect(page.contains(">4\u{A0}s ago</time>"))
    }

    @Test func failingSensor_saysWhatItSaysAndHowOldTheValueIs() throws {
        let sensor = PageFixture.sensor(
            "bath", condition: .failing, fault: "no answer on line 4", age: 360_000)
        let page = try PageFixture(nodes: [PageFixture.node("bath", sensors: [sensor])]).page("/")
        #expect(page.contains("data-node=\"bath\" data-state=\"failing\""))
        #expect(page.contains("<q>no answer on line 4</q>"))
        #expect(page.contains("Last good value"))
        #expect(page.contains("6\u{A0}min ago"))
        let since = try #require(page.split(separator: "Failing since ").dropFirst().first)
        #expect(
            since.hasPrefix("<time datetime=\"2026-11-20T12:55:00.000Z\""), "\(since.prefix(80))")
        #expect(since.prefix(120).contains("13:55</time>"))
        #expect(page.contains("1\u{A0}room: bath needs a look"))
    }

    @Test func failingSensor_withoutAnyValue_saysSo() throws {
        let sensor = SensorState(
            id: "air", condition: .failing,
            fault: .init(
                text: "no chip", timeMilliseconds: nil, sinceMilliseconds: PageFixture.now),
            series: [])
        let page = try PageFixture(nodes: [PageFixture.node("bath", sensors: [sensor])]).page("/")
        #expect(page.contains("No value in the last 24\u{A0}hours."))
        #expect(page.contains("Failing at least since "))
    }

    @Test func failingSensor_ofAClockThatIsNotKnown_doesNotSaySinceWhen() throws {
        let sensor = SensorState(
            id: "air", condition: .failing, fault: .init(text: "f", timeMilliseconds: nil),
            series: [PageFixture.series("bath", "air_temperature")])
        let page = try PageFixture(nodes: [PageFixture.node("bath", sensors: [sensor])]).page("/")
        #expect(!page.contains("Failing since"))
        #expect(page.contains("Last good value <time datetime="))
        #expect(page.contains(", <time class=\"last-good\""))
    }

    @Test func staleSensor_saysForHowLongNothingCame() throws {
        let sensor = PageFixture.sensor("attic", condition: .stale, age: 360_000)
        let page = try PageFixture(nodes: [PageFixture.node("attic", sensors: [sensor])]).page("/")
        #expect(page.contains("data-node=\"attic\" data-state=\"stale\""))
        #expect(page.contains("No news from air"))
        #expect(page.contains("data-for=\"\(PageFixture.now - 360_000)\">6\u{A0}min</span>"))
    }

    @Test func silentNode_isSilentWhateverItsSensorsSaidLast() throws {
        let sensor = PageFixture.sensor("attic", condition: .failing, fault: "no answer")
        let node = PageFixture.node("attic", sensors: [sensor], condition: .silent, age: 400_000)
        let page = try PageFixture(nodes: [node]).page("/")
        #expect(page.contains("data-node=\"attic\" data-state=\"silent\""))
        #expect(page.contains("No contact"))
    }

    @Test func nodeWithoutReadings_waitsForThem() throws {
        let page = try PageFixture(nodes: [PageFixture.node("new", condition: .waiting)]).page("/")
        #expect(page.contains("data-state=\"waiting\""))
        #expect(page.contains("Waiting for the first reading."))
        #expect(page.contains("data-well=\"waiting\""))
        #expect(page.contains("1\u{A0}room: new waits for its first reading"))
    }

    @Test func serverThatStillReads_saysSo() throws {
        let page = try PageFixture(nodes: [PageFixture.node("a")], isComplete: false).page("/")
        #expect(page.contains("still reading its history"))
    }

    @Test(arguments: [
        (["a"], [RoomState.live], "1 room, well"),
        (["a", "b"], [.live, .live], "2 rooms, all well"),
        (["a"], [.waiting], "1 room: a waits for its first reading"),
        (["a", "b"], [.live, .waiting], "2 rooms: b waits for its first reading"),
        (["a", "b"], [.waiting, .waiting], "2 rooms: a and b wait for their first readings"),
        (["a", "b"], [.failing, .waiting], "2 rooms: a needs a look"),
        (
            ["a", "b", "c", "d"], [.waiting, .waiting, .waiting, .waiting],
            "4 of 4 rooms wait for their first readings"
        ),
        (["a", "b"], [.live, .stale], "2 rooms: b needs a look"),
        (["a", "b", "c"], [.silent, .failing, .stale], "3 rooms: a, b and c need a look"),
        (
            ["a", "b", "c", "d", "e"], [.silent, .failing, .stale, .silent, .live],
            "4 of 5 rooms need a look"
        ),
    ])
    func summary_saysWhoNeedsALook(names: [String], states: [RoomState], text: String) {
        #expect(HouseSummary.text(names, states).replacing("\u{A0}", with: " ") == text)
    }

    @Test func sparkline_isDrawnWithItsGapAndDescribed() throws {
        let id = SeriesID(node: "kitchen", name: "air_temperature")
        let start = PageFixture.now - 86_400_000
        let points = [0, 1, 2, 40, 41, 42].map { (step: Int64) in
            PageFixture.point(start + step * 900_000, 20_000, 21, 22_000)
        }
        let fixture = PageFixture(nodes: [PageFixture.node("kitchen")], points: [id: points])
        let page = try fixture.page("/")
        #expect(page.contains("from 20.0\u{A0}°C to 22.0\u{A0}°C"))
        let line = try #require(page.split(separator: "class=\"line\" d=\"").dropFirst().first)
        #expect(line.prefix { $0 != "\"" }.filter { $0 == "M" }.count == 2)
    }

    @Test func moreSeriesThanARequestMayName_areReadInSeveral() throws {
        let sensors = (0..<20).map { PageFixture.sensor("hall", "s\($0)") }
        let id = SeriesID(node: "hall", name: "s19_temperature")
        let point = PageFixture.point(PageFixture.now - 60_000, 1_000, 2, 3_000)
        let fixture = PageFixture(
            nodes: [PageFixture.node("hall", sensors: sensors)], points: [id: [point]])
        #expect(try fixture.page("/").contains("from 1.0\u{A0}°C to 3.0\u{A0}°C"))
    }

    @Test func unreadableStore_isAnErrorAndNotAnEmptyChart() {
        var fixture = PageFixture(nodes: [PageFixture.node("kitchen")])
        fixture.failure = StoreError(.failed, code: 10, message: "disk I/O error", sql: "")
        #expect(throws: StoreError.self) { try fixture.page("/") }
        #expect(throws: StoreError.self) { try fixture.page("/node/kitchen") }
        #expect(throws: StoreError.self) { try fixture.page("/compare") }
    }
}
