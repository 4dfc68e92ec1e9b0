import Glibc

/// The sanitizers that look on while the tests run, as in `Deploy/test --full`.
public enum Sanitizer {
    /// Whether the tests, and the programs that they start, were built with the address or the
    /// thread sanitizer: its library is in this process.
    public static var isActive: Bool {
        ["__asan_init", "__tsan_init"].contains { (name: String) in dlsym(nil, name) != nil }
    }
}
