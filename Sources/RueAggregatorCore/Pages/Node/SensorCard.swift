/// A sensor on its node's page: state, values, ages.
enum SensorCard {
    static func html(_ sensor: SensorState, _ view: HouseView) -> HTML {
        HTML(
            "section",
            [
                "class": "card sensor", "data-sensor": sensor.id,
                "data-state": sensor.condition.rawValue, "aria-label": "Sensor \(sensor.id)",
            ]
        ) {
            HTML("h3") { sensor.id }
            SensorNote.html(sensor, view)
            HTML("dl", ["class": "values"]) {
                for series in sensor.series { value(series, view) }
            }
        }
    }

    private static func value(_ series: SeriesState, _ view: HouseView) -> HTML {
        HTML("div") {
            HTML("dt") { series.style.title }
            HTML("dd") {
                ReadingValue.html(series, classes: "value")
                Age.html(series.timeMilliseconds ?? series.receivedMilliseconds, view)
            }
        }
    }
}
