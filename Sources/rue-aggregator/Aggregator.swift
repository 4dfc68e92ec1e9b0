@main
struct Aggregator {
    static func main() {}
}
