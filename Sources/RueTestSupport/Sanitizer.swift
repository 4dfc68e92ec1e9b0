import Glibc

/// The sanitizers that look on while the tests run, as in `Deploy/test --full`.
public enum Sanitizer {
    /// Whether the tests, and the programs that they start, were built with the address sanitizer:
    /// its library is in this process.
    public static var isAddress: Bool { dlsym(nil, "__asan_init") != nil }
}
