import Foundation
import RueCommandLine
import Testing

@Suite struct FindingTests {
    private let bad = Finding(
        problem: "bus", "/dev/i2c-1: \"permission\\denied\"\u{07}",
        remedy: "sudo usermod -aG i2c rue-agent\nsudo systemctl restart rue-agent")

    @Test func lines_eachState_beginInTheSameColumn() {
        #expect(Finding(ok: "clock", "the clock is set").lines == ["ok  the clock is set"])
        #expect(
            Finding(warning: "clock", "nobody sets the clock", remedy: "set it").lines
                == ["!   nobody sets the clock", "    set it"])
        #expect(
            Finding(problem: "bus", "no bus", remedy: "switch it on\nrestart").lines
                == ["!!  no bus", "    switch it on", "    restart"])
    }

    @Test func lines_longRemedy_isWrapped_andCommandsAreNot() {
        let command = "  sudo " + String(repeating: "word ", count: 30)
        let finding = Finding(
            warning: "clock", "set it",
            remedy: String(repeating: "words ", count: 30) + "\n" + command)
        #expect(finding.lines.count == 5)
        #expect(finding.lines.dropLast().allSatisfy { $0.count <= 90 })
        #expect(finding.lines.last == "    " + command)
    }

    @Test func json_isReadByAnotherReader() throws {
        let object = try JSONSerialization.jsonObject(with: Data(bad.json.utf8))
        let members = try #require(object as? [String: String])
        #expect(
            members == [
                "check": "bus", "state": "problem", "text": bad.text, "remedy": bad.remedy ?? "",
            ])
    }

    @Test func json_withoutRemedy_saysNull() {
        #expect(
            Finding(ok: "clock", "set").json
                == #"{"check":"clock","state":"ok","text":"set","remedy":null}"#)
    }
}
