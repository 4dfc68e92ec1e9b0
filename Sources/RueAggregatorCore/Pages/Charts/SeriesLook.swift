/// By what a series is told from the others: a colour of the palette, and a dash for those who do
/// not see the colours apart.
struct SeriesLook: Equatable, Sendable {
    /// Which colour, 0…7: the class `colour-N`.
    let colour: Int
    /// Which dash, 0…3: the class `dash-N`; 0 is a whole line.
    let dash: Int

    static let colours = 8
    static let dashes = 4

    /// The look of the nth room of a house, or of the nth series of a room.
    ///
    /// - Parameters:
    ///   - room: the room's place in the order in which rooms were enrolled, so that a new room
    ///     leaves the others' colours alone.
    ///   - series: the series' place in its room; where one chart shows a room alone.
    /// - Returns: a colour that rooms further on share only after seven others.
    static func of(room: Int, series: Int = 0) -> SeriesLook {
        SeriesLook(colour: (room + series * 3) % colours, dash: series % dashes)
    }

    /// The look of the nth of many rooms in one chart: its colour, and a dash of its own.
    static func among(rooms room: Int) -> SeriesLook {
        SeriesLook(colour: room % colours, dash: room % dashes)
    }

    /// For the class attribute.
    var classes: String { "colour-\(colour) dash-\(dash)" }
}
