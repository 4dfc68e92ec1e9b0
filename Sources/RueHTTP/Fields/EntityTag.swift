/// Entity tags (RFC 9110 §8.8.3).
public enum EntityTag {
    /// Whether an If-None-Match field names a tag, so that 304 is the answer; `*` names any. The
    /// comparison is the weak one (RFC 9110 §13.1.2).
    ///
    /// - Parameters:
    ///   - etag: the current tag, with its quotes, without a comma in it.
    ///   - values: the field's values, all of them.
    /// - Returns: whether the client has this representation.
    public static func isListed(_ etag: String, in values: [String]) -> Bool {
        for value in values {
            for element in FieldList.elements(value) {
                if element == "*" || element == etag || element == "W/" + etag { return true }
            }
        }
        return false
    }
}
