import Glibc

/// Numbers names by their bytes. Packs name the same series in the same order again and again, so
/// the one that came after the last one last time is looked at first.
struct NameTable {
    private var names: [[UInt8]] = []
    private var successors: [Int] = []
    private var last = 0

    /// How many names there are.
    var count: Int { names.count }

    /// The number of a name.
    @inline(__always)
    mutating func find(_ name: UnsafeRawBufferPointer) -> Int? {
        if last < names.count {
            let guess = successors[last]
            if isSame(guess, name) {
                last = guess
                return guess
            }
        }
        return search(name)
    }

    /// Adds a name that is not there yet; its number is the count before.
    mutating func add(_ name: UnsafeRawBufferPointer) {
        names.append([UInt8](name))
        successors.append(0)
        follow(names.count - 1)
    }

    private mutating func search(_ name: UnsafeRawBufferPointer) -> Int? {
        for index in names.indices where isSame(index, name) {
            follow(index)
            return index
        }
        return nil
    }

    private mutating func follow(_ index: Int) {
        if last < successors.count { successors[last] = index }
        last = index
    }

    @inline(__always)
    private func isSame(_ index: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        names[index].withUnsafeBytes { known in
            guard known.count == name.count, let left = known.baseAddress,
                let right = name.baseAddress
            else { return false }
            return memcmp(left, right, name.count) == 0
        }
    }
}
