import Foundation
import RueHTTP
import RueServer
import RueWire
import Testing

@testable import RueAggregatorCore

@Suite struct LiveEventTests {
    private let nasty = "<script>\n\ndata: {}\r\nevent: x"

    private func arrival() -> HouseUpdate.Arrival {
        HouseUpdate.Arrival(
            node: "<b>attic", receivedMilliseconds: 9,
            values: [
                SeriesState(
                    id: SeriesID(node: "<b>attic", name: "air_temperature"),
                    quantity: "temperature",
                    unit: "Cel", value: .decimal(DecimalFraction(milli: 21_370)),
                    timeMilliseconds: 7, receivedMilliseconds: 9)
            ],
            faults: [.init(sensor: "soil", fault: .init(text: nasty, timeMilliseconds: nil))],
            times: 3...7, batches: 2)
    }

    @Test func readings_areOneEventWhateverANodeSays() throws {
        let text = String(decoding: LiveEvent.readings(arrival(), position: 42), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 5)
        #expect(lines[0] == "event: readings")
        #expect(lines[1] == "id: 42")
        #expect(lines[2].hasPrefix("data: {"))
        #expect(lines[3].isEmpty && lines[4].isEmpty)
        #expect(!text.contains("<"))
        let json = try JSONSerialization.jsonObject(with: Data(lines[2].dropFirst(6).utf8))
        let object = try #require(json as? [String: Any])
        #expect(object["node"] as? String == "<b>attic")
        #expect(object["from"] as? Int == 3)
        #expect(object["to"] as? Int == 7)
        let faults = try #require(object["faults"] as? [[String: Any]])
        #expect(faults.first?["text"] as? String == nasty)
    }

    @Test func hello_isTheFirstThatAStreamHears() throws {
        let heard = Locked<[String]>([])
        let feed = LiveFeed(position: 5, clock: { 1_000 })
        #expect(join(feed, heard))
        feed.publish(HouseUpdate(nowMilliseconds: 1_000, logPosition: 6, arrivals: [arrival()]))
        let all = heard.withLock { $0 }
        #expect(all.count == 2)
        #expect(all[0].hasPrefix("retry: 2000\nevent: hello\nid: 5\ndata: {\"position\":5,"))
        #expect(all[1].hasPrefix("event: readings\nid: 6\n"))
    }

    @Test func otherNodes_areTold() {
        let heard = Locked<[String]>([])
        let feed = LiveFeed(position: 5, clock: { 1_000 })
        #expect(join(feed, heard))
        feed.publish(
            HouseUpdate(
                nowMilliseconds: 1_000, logPosition: 6, hasOtherNodes: true, arrivals: [arrival()]))
        let last = heard.withLock { $0.last ?? "" }
        #expect(last.hasPrefix("event: house\nid: 6\ndata: {\"position\":6,\"now\":1000}\n\n"))
        #expect(last.contains("event: readings\n"))
    }

    @Test func moreThanAStreamHolds_isToldInOneWord() {
        let heard = Locked<[String]>([])
        let feed = LiveFeed(position: 5, clock: { 1_000 })
        #expect(join(feed, heard))
        let many = Array(repeating: arrival(), count: LiveFeed.maximumEventBytes / 100)
        feed.publish(HouseUpdate(nowMilliseconds: 1_000, logPosition: 6, arrivals: many))
        let last = heard.withLock { $0.last ?? "" }
        #expect(last == "event: house\nid: 6\ndata: {\"position\":6,\"now\":1000}\n\n")
    }

    @Test func silence_isBrokenByACommentEvery15Seconds() {
        let heard = Locked<[String]>([])
        let feed = LiveFeed(position: 0, clock: { 0 })
        #expect(join(feed, heard))
        for second in stride(from: 100_000, through: 131_000, by: 1_000) {
            feed.publish(
                HouseUpdate(nowMilliseconds: Int64(second), logPosition: 0, arrivals: []))
        }
        let comments = heard.withLock { $0 }.filter { $0.hasPrefix(":") }
        #expect(comments == Array(repeating: ": still here\n\n", count: 3))
    }

    @Test func streams_beyondTheLimit_areRefusedUntilOneLeaves() {
        let heard = Locked<[String]>([])
        let feed = LiveFeed(position: 0, clock: { 0 })
        for _ in 0..<LiveFeed.maximumStreams { #expect(join(feed, heard)) }
        #expect(!join(feed, heard))
        feed.stop()
        #expect(!join(feed, heard))
    }

    private func join(_ feed: LiveFeed, _ heard: Locked<[String]>) -> Bool {
        let responder = Responder(
            { _ in },
            receivePiece: { piece in
                heard.withLock { $0.append(String(decoding: piece, as: UTF8.self)) }
            })
        return feed.join(responder)
    }
}
