// Reads several BME280s on two buses in one thread, all converting at the same time; one that fails
// does not stop the others.

import RueSensors
import RueSensorsLinux

/// A sensor and how people call it.
struct Place {
    let name: String
    let sensor: any Sensor
    var due: UInt64?

    init(_ name: String, _ sensor: any Sensor) {
        self.name = name
        self.sensor = sensor
    }

    /// Starts a conversion and notes when it is due, or says why it cannot.
    mutating func start(_ clock: any SensorClock) {
        do throws(SensorError) {
            due = clock.monotonicMicroseconds + (try sensor.start())
        } catch {
            finish(error.description)
        }
    }

    /// Takes the values if they are there; else notes when to ask again.
    mutating func collect(_ clock: any SensorClock) {
        do throws(SensorError) {
            switch try sensor.collect() {
            case .pending(let microseconds): due = clock.monotonicMicroseconds + microseconds
            case .readings(let readings):
                finish(readings.map { $0.description }.joined(separator: ", "))
            }
        } catch {
            finish(error.description)
        }
    }

    private mutating func finish(_ text: String) {
        due = nil
        print(name + ": " + text)
    }
}

/// One sample of every sensor: started together, collected in the order in which they are due.
func sample(_ places: inout [Place], on clock: any SensorClock) {
    for index in places.indices { places[index].start(clock) }
    while let next = places.indices.filter({ places[$0].due != nil })
        .min(by: { places[$0].due ?? 0 < places[$1].due ?? 0 })
    {
        let now = clock.monotonicMicroseconds
        if let due = places[next].due, due > now { clock.sleep(microseconds: due - now) }
        places[next].collect(clock)
    }
}

do {
    let clock = SystemClock()
    let buses = LinuxI2CBuses()
    defer { buses.closeAll() }
    do throws(BusError) {
        let header = try buses.bus(at: "/dev/i2c-1")
        var places = [
            Place("kitchen", BME280(bus: header, address: 0x76, clock: clock)),
            Place("cellar", BME280(bus: header, address: 0x77, clock: clock)),
            Place(
                "attic", BME280(bus: try buses.bus(at: "/dev/i2c-3"), address: 0x76, clock: clock)),
        ]
        sample(&places, on: clock)
    } catch {
        print(error.description)
    }
}
