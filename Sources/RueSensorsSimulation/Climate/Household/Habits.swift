/// The habits of the household. Chances are of 1024.
enum Habits {
    /// Breakfast, lunch and dinner on the stove, and a cake on some weekends.
    static let cooking = [
        Habit(1, at: 645, 900, weekend: 915, 950, spread: 25, lasting: 9),
        Habit(2, at: 1225, 260, weekend: 1240, 800, spread: 35, lasting: 24),
        Habit(3, at: 1835, 900, weekend: 1850, 860, spread: 45, lasting: 34),
        Habit(4, at: 0, 0, weekend: 1500, 380, spread: 60, lasting: 45),
    ]

    /// Two in the morning, one now and then in the evening.
    static let showers = [
        Habit(5, at: 620, 880, weekend: 835, 800, spread: 15, lasting: 7),
        Habit(6, at: 655, 720, weekend: 940, 760, spread: 18, lasting: 8),
        Habit(7, at: 2125, 400, weekend: 2140, 420, spread: 50, lasting: 11),
    ]

    /// The kitchen's window after a dinner, the bath's after showers, and so on.
    static let airingKitchen = [
        Habit(8, at: 1925, 520, weekend: 1945, 560, spread: 20, lasting: 9),
        Habit(9, at: 705, 420, weekend: 950, 600, spread: 15, lasting: 6),
    ]
    static let airingBathroom = [
        Habit(10, at: 725, 800, weekend: 1010, 840, spread: 12, lasting: 9),
        Habit(11, at: 2215, 300, weekend: 2225, 300, spread: 25, lasting: 7),
    ]
    static let airingBedroom = [
        Habit(12, at: 705, 930, weekend: 945, 940, spread: 12, lasting: 12),
        Habit(13, at: 2205, 520, weekend: 2235, 520, spread: 20, lasting: 8),
    ]
    static let airingLivingRoom = [
        Habit(14, at: 1715, 600, weekend: 1105, 700, spread: 50, lasting: 9)
    ]

    /// Two people asleep.
    static let sleep = [Habit(15, at: 2250, 1024, weekend: 2325, 1024, spread: 25, lasting: 440)]
    /// An evening on the sofa, with lamps and a screen.
    static let evening = [Habit(16, at: 1950, 1000, weekend: 1930, 1000, spread: 30, lasting: 160)]
    /// Wet washing hung up in the cellar.
    static let washing = [Habit(17, at: 1830, 230, weekend: 1115, 620, spread: 80, lasting: 150)]
    /// Windows wide open in a warm night.
    static let summerNight = [
        Habit(18, at: 2140, 900, weekend: 2200, 900, spread: 40, lasting: 560)
    ]

    /// The freezer's door: for a meal, now and then for an ice-cream, and after the shopping.
    static let freezerDoor = [
        Habit(19, at: 1815, 620, weekend: 1215, 640, spread: 40, lasting: 1),
        Habit(20, at: 730, 160, weekend: 1540, 420, spread: 60, lasting: 1),
        Habit(21, at: 2040, 240, weekend: 2050, 260, spread: 40, lasting: 1),
    ]
    /// A drawer filled with what is not cold yet.
    static let freezerFilling = [
        Habit(22, at: 1720, 110, weekend: 1120, 480, spread: 70, lasting: 4)
    ]
}
