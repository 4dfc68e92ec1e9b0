internal import RueSensors
internal import RueSensorsLinux

extension ProbeCommand {
    static func lookAtI2C(_ survey: inout ProbeSurvey) throws(AgentFailure) {
        let numbers = try orFail(.system, { "cannot look for buses: \($0.description)" }) {
            () throws(BusError) in try LinuxI2CBus.availableNumbers()
        }
        survey.busCount = numbers.count
        for number in numbers { look(at: number, &survey) }
    }

    static func place(_ path: String, _ address: UInt8) -> String {
        "\(path) 0x\(hex(address))"
    }

    static func hex(_ address: UInt8) -> String {
        (address < 16 ? "0" : "") + String(address, radix: 16)
    }

    private static func look(at number: Int, _ survey: inout ProbeSurvey) {
        let path = LinuxI2CBus.path(of: number)
        let claims = LinuxI2CBus.claims(onBus: number)
        for claim in claims { tell(claim, onBus: number) }
        let bus: LinuxI2CBus
        do throws(BusError) {
            bus = try LinuxI2CBus(path: path)
        } catch {
            Console.printError("\(path): \(error.description)")
            survey.unopenedCount += 1
            return
        }
        defer { bus.close() }
        let isFree = { (address: UInt8) in !claims.contains { $0.address == address } }
        survey.hasHeldAddress = survey.hasHeldAddress || !addresses.allSatisfy(isFree)
        for address in BME280.addresses where isFree(address) {
            guard identify(bus, address, &survey) else { return }
        }
        for address in DS2482.addresses where isFree(address) {
            survey.found += bridged(bus, address)
        }
    }

    /// Where Rue looks.
    static var addresses: [UInt8] { [UInt8](BME280.addresses) + [UInt8](DS2482.addresses) }

    /// Looks for a BME280 or its like; false when the bus is dead: each transfer then takes a second,
    /// and says the same again.
    private static func identify(
        _ bus: LinuxI2CBus, _ address: UInt8, _ survey: inout ProbeSurvey
    ) -> Bool {
        let place = place(bus.path, address)
        do throws(SensorError) {
            let chip = try BME280.identify(bus: bus, address: address)
            Console.printError("\(place): \(chip.description)")
            survey.found.append(.bosch280(path: bus.path, address: address, chip: chip))
        } catch {
            // Silence is what an empty address sounds like.
            if error != .bus(.noAcknowledge) {
                Console.printError("\(place): \(error.description)")
            }
            guard error == .bus(.timedOut) else { return true }
            survey.deadBuses.append(bus.path)
            return false
        }
        return true
    }

    /// The thermometers behind a DS2482. A chip that does not answer its reset as one gets no other
    /// command.
    private static func bridged(_ bus: LinuxI2CBus, _ address: UInt8) -> [ProbeFinding] {
        let place = place(bus.path, address)
        let bridge = DS2482(bus: bus, address: address, clock: SystemClock())
        do throws(BusError) {
            let codes = try bridge.search()
            let names = codes.map { $0.description }.joined(separator: ", ")
            Console.printError("\(place): DS2482 with \(codes.isEmpty ? "nothing" : names)")
            return codes.filter { $0.family == DS18B20.family }
                .map { .bridged($0, path: bus.path, address: address) }
        } catch {
            // Silence is what an empty address sounds like.
            if error != .noAcknowledge { Console.printError("\(place): \(error.description)") }
            return []
        }
    }
}
