import RueAggregatorCore
import RueCommandLine
import RueStore

/// Runs `body` and turns its error into this program's.
func parsing<T>(_ body: () throws(CommandLineError) -> T) throws(Failure) -> T {
    do throws(CommandLineError) { return try body() } catch { throw Failure(error) }
}

/// Runs `body` and turns its error into this program's.
func storing<T>(_ body: () throws(StoreError) -> T) throws(Failure) -> T {
    do throws(StoreError) { return try body() } catch { throw Failure(error) }
}

/// Runs `body` and turns its error into this program's.
func querying<T>(_ body: () throws(QueryError) -> T) throws(Failure) -> T {
    do throws(QueryError) { return try body() } catch { throw Failure(error) }
}

/// Runs `body` and turns its error into this program's.
func directing<T>(_ body: () throws(NodeError) -> T) throws(Failure) -> T {
    do throws(NodeError) { return try body() } catch { throw Failure(error) }
}

/// Runs `body` and turns its error into this program's.
func settingUp<T>(_ body: () throws(SetupError) -> T) throws(Failure) -> T {
    do throws(SetupError) { return try body() } catch { throw Failure(error) }
}

/// Runs `body` and turns its error into this program's.
func saving<T>(_ body: () throws(BackupError) -> T) throws(Failure) -> T {
    do throws(BackupError) { return try body() } catch { throw Failure(error) }
}
