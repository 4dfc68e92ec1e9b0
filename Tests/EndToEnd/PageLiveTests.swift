import RueTestSupport
import Testing

extension PageTests {
    /// Pages that stay open while the house lives.
    @Suite struct LiveTests {
        @Test func house_inABrowser_showsWhatTheAPISays_andFollows() throws {
            let server = try server()
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            let bath = try node(PageTests.bath, as: "bath", on: server)
            try simulate(bath, from: "-2h", until: "now")
            let program = try start(kitchen)
            try PageVisit("values", "ages", "news", "tabs", at: server).finish()
            #expect(try program.stop() == .exited(0))
        }

        @Test func sensor_thatFails_isShownAsFailing_andAsWellAgain() throws {
            let server = try server()
            // What the page misses of one fault while the machine is busy, it sees of the next.
            let faulty =
                PageTests.bath + """
                    faults: [{sensor: air, fault: silent, after: 6s, for: 12s, every: 30s}]

                    """
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            let bath = try node(faulty, as: "bath", on: server)
            let programs = [try start(kitchen)]
            let visit = try PageVisit("fault", at: server)
            try visit.wait(at: "waiting for bath")
            let running = programs + [try start(bath)]
            try visit.finish()
            for program in running { #expect(try program.stop() == .exited(0)) }
        }

        @Test func node_thatIsStopped_isSilentOnAPageThatStaysOpen() throws {
            let server = try server()
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            let program = try start(kitchen)
            try program.waitForNumber(after: "delivered through ", atLeast: 3)
            #expect(try program.stop() == .exited(0))
            try PageVisit("silence", at: server).finish()
        }

        @Test func hole_inAChart_isFilledWhenTheNodeDelivers() throws {
            let server = try server()
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            try simulate(kitchen, from: "-10h", until: "-8h")
            try simulate(kitchen, from: "-6h", until: "-2h")
            let visit = try PageVisit("hole", at: server)
            try visit.wait(at: "the chart ends")
            // It goes on, but without a network.
            try simulate(kitchen, from: "-2h", until: "now", "--offline")
            let program = try start(kitchen)
            try visit.finish()
            #expect(try program.stop() == .exited(0))
        }

        @Test func emptyHouse_saysWhatToDo_andShowsTheRoomOnceItIsDone() throws {
            let server = try server()
            try PageVisit("narrow", "audit", at: server).finish()
            let visit = try PageVisit("empty", at: server)
            try visit.wait(at: "the house is empty")
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            try visit.wait(at: "the room waits")
            let program = try start(kitchen)
            try visit.finish()
            #expect(try program.stop() == .exited(0))
        }

        @Test func node_thatIsRenamed_isSoOnPagesThatStayOpen() throws {
            let server = try server()
            _ = try node(PageTests.kitchen, as: "kitchen", on: server)
            let visit = try PageVisit("renamed", at: server)
            try visit.wait(at: "the kitchen is there")
            try server.run("node", "rename", "kitchen", "pantry")
            try visit.finish()
        }

        @Test func names_thatLookLikeMarkup_areText() throws {
            let server = try server()
            let names = ["<script>alert(1)</script>", "\"O'Neill\" & Söhne", "a/b%2F?c#d \\ü"]
            let programs = try names.map { try start(node(PageTests.kitchen, as: $0, on: server)) }
            try PageVisit("names", at: server).finish()
            for program in programs { #expect(try program.stop() == .exited(0)) }
        }
    }
}
