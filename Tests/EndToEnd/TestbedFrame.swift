/// What the DHT22 of the emulated Pi sends, and what it means; nil for a frame of which nothing may come.
struct TestbedFrame {
    let bytes: String
    let values: (humidity: Double, temperature: Double)?

    static let all = [
        // Sound, but the first: nobody knows how old its conversion is.
        TestbedFrame(bytes: "01F400C8BD", values: nil),
        TestbedFrame(bytes: "028C015FEE", values: (65.2, 35.1)),
        // Sign and magnitude, as the manual has it.
        TestbedFrame(bytes: "028C806573", values: (65.2, -10.1)),
        // Two's complement, as newer parts send it.
        TestbedFrame(bytes: "01F5FFFFF4", values: (50.1, -0.1)),
        // Damaged, and tried again.
        TestbedFrame(bytes: "0292010DB2", values: nil),
        TestbedFrame(bytes: "0233FFF72B", values: (56.3, -0.9)),
        // Damaged three times: a fault.
        TestbedFrame(bytes: "0292010DB2", values: nil),
        TestbedFrame(bytes: "0292010DB2", values: nil),
        TestbedFrame(bytes: "0292010DB2", values: nil),
        TestbedFrame(bytes: "01F3800074", values: (49.9, 0)),
    ]
}
