import CRueSystem
import Glibc
import Testing

@Suite struct ProcessTests {
    @Test func arguments_ofThisProgram_areThoseThatSwiftSees() {
        let arguments = (0..<rue_argument_count()).map { index in
            rue_argument(index).map { String(cString: $0) }
        }
        #expect(arguments == CommandLine.arguments)
        #expect(rue_argument(-1) == nil)
        #expect(rue_argument(rue_argument_count()) == nil)
    }

    @Test func environment_variable_isItsValueOrNothing() throws {
        #expect(String(cString: try #require(rue_environment("PATH"))).isEmpty == false)
        #expect(rue_environment("RUE_NO_SUCH_VARIABLE") == nil)
    }

    @Test func errorText_eitherSign_isTheSame() {
        #expect(String(cString: rue_error_text(ENOSPC)) == "No space left on device")
        #expect(String(cString: rue_error_text(-ENOSPC)) == "No space left on device")
        #expect(String(cString: rue_error_text(99_999)) == "unknown error")
    }

    @Test func residentBytes_now_isPlausible() {
        #expect(rue_resident_bytes() > 1 << 20)
        #expect(rue_resident_bytes() < 1 << 36)
    }

    @Test(arguments: [("3.25", 3.25), ("-1e-3", -0.001), ("0", 0), ("+7.", 7)])
    func parseDouble_decimalNumber_isItsValue(text: String, expected: Double) {
        var value = Double.nan
        #expect(rue_parse_double(text, &value) == 0)
        #expect(value == expected)
    }

    @Test(arguments: ["", " 1", "1 ", "nan", "inf", "0x10", "1e999", "1.2.3", "-", "1,5"])
    func parseDouble_anythingElse_isRefused(text: String) {
        var value = 42.0
        #expect(rue_parse_double(text, &value) == -EINVAL)
        #expect(value == 42)
    }

    @Test func writeAll_toAFullDevice_tellsWhy() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        #expect(rue_write_all(full, [1], 1) == -ENOSPC)
        #expect(rue_is_terminal(full) == 0)
    }
}
