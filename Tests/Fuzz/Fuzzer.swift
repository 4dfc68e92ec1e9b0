import Glibc

/// What libFuzzer calls. Which target it is, is told by the name that the program was started by.
private let chosen: any FuzzTarget.Type = {
    let path = CommandLine.arguments.first ?? ""
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let found = targets.first(where: { $0.name == name }) else {
        end("no target is named '\(name)'; there are " + targets.map(\.name).joined(separator: " "))
    }
    return found.target
}()

/// Writes the target's seeds instead of fuzzing, into the folder that RUE_FUZZ_SEEDS names.
@_cdecl("LLVMFuzzerInitialize")
public func initialise(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>
) -> CInt {
    guard let folder = getenv("RUE_FUZZ_SEEDS") else { return 0 }
    for (index, seed) in chosen.seeds.enumerated() {
        write(seed, to: String(cString: folder) + "/seed-\(index)")
    }
    exit(0)
}

/// Tries one input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    chosen.check([UInt8](UnsafeBufferPointer(start: data, count: size)))
    return 0
}

/// A rule of a target. Unlike `precondition` it says in an optimised build too which one was broken.
func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
    if !holds { end("a rule is broken: " + rule()) }
}

func end(_ message: String) -> Never {
    print(message)
    fflush(nil)
    abort()
}

private func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "w") else { end("\(path): cannot be written") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}
