extension DHT22 {
    /// A sample that is under way.
    struct Sample {
        /// What is to be done when it is due.
        enum Step {
            /// Send a start pulse.
            case pulse
            /// Switch the supply on again.
            case powerUp
            /// Decode what came.
            case decode(Answer)
        }

        let began: UInt64
        var triesLeft: Int
        var step = Step.pulse
        var due: UInt64
        /// At most one frame a sample is dropped for its age.
        var mayDrop = true

        init(began: UInt64, tries: Int) {
            self.began = began
            triesLeft = tries
            due = began
        }
    }

    /// What came after a start pulse.
    struct Answer {
        let edges: [UInt64]
        /// Whether the conversion that it carries was made too long ago.
        let isStale: Bool

        /// Whether the sensor heard the pulse and so began a conversion: what comes of noise alone
        /// is far less than half a frame.
        var isFrame: Bool { edges.count >= 21 }
    }

    /// When a start pulse was sent, in microseconds of the clock.
    struct Pulse {
        let time: UInt64
        /// Whether the driver chose the moment, and the caller cannot know it.
        let isRetry: Bool
    }
}
