import RueHTTP
import RueServer
import RueTestSupport
import Testing

/// A thread that hangs is found out, and one that only has nothing to do is not.
@Suite struct SignOfLifeTests {
    @Test func silence_answered_isNone() {
        let life = SignOfLife()
        var questions = 0
        for now: UInt64 in [100, 5_000, 90_000] {
            let owed = life.silence(at: now) {
                questions += 1
                return true
            }
            #expect(owed == 0)
            life.give()
        }
        #expect(questions == 3)
    }

    @Test func silence_unanswered_growsAndAsksOnce() {
        let life = SignOfLife()
        var questions = 0
        let owed = [100, 400, 60_100].map { now in
            life.silence(at: now) {
                questions += 1
                return true
            }
        }
        #expect(owed == [0, 300, 60_000])
        #expect(questions == 1)
        life.give()
        #expect(life.silence(at: 70_000) { true } == 0)
    }

    @Test func silence_queueFull_isOwedAllTheSameAndAskedAgain() {
        let life = SignOfLife()
        var answers = [false, false, true, true]
        let owed = [0, 10, 20, 30].map { now in life.silence(at: now) { answers.removeFirst() } }
        #expect(owed == [0, 10, 20, 30])
        #expect(answers == [true])
    }

    @Test func server_idle_isNeverSilent() throws {
        let server = try TestServer()
        _ = server.server.silence(at: 0)
        #expect(eventually { server.server.silence(at: 1_000_000) == 0 })
    }

    @Test func server_oneLoopOfSeveralHangs_isSilentUntilItGoesOn() throws {
        let entered = Box<Bool>()
        let goOn = Box<Bool>()
        let server = try TestServer(
            .answering { _, _, responder in
                entered.put(true)
                _ = goOn.take()
                responder.respond(HTTPResponse(status: 200))
            }
        ) { $0.eventLoops = 3 }
        let client = try server.connect()
        try client.send(HTTPRequest.post("x").serialise())
        #expect(entered.take() == true)
        _ = server.server.silence(at: 0)
        #expect(server.server.silence(at: 60_000) == 60_000)
        goOn.put(true)
        #expect(try client.response().status == 200)
        #expect(eventually { server.server.silence(at: 70_000) == 0 })
    }
}
