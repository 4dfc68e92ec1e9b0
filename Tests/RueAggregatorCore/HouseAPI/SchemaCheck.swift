import Foundation

/// As much of JSON Schema as the API's description uses; an unknown word is an error, so that
/// nothing goes unchecked.
struct SchemaCheck {
    private let schemas: [String: Any]

    init(document: [String: Any]) {
        let components = document["components"] as? [String: Any] ?? [:]
        schemas = components["schemas"] as? [String: Any] ?? [:]
    }

    /// What is wrong with a value; empty when nothing is.
    func faults(_ value: Any, _ schema: [String: Any], at path: String = "$") -> [String] {
        schema.flatMap { word, argument in faults(value, word, argument, schema, path) }
    }

    func faults(_ value: Any, named name: String) -> [String] {
        guard let schema = schemas[name] as? [String: Any] else { return ["no schema \(name)"] }
        return faults(value, schema, at: name)
    }

    private func faults(
        _ value: Any, _ word: String, _ argument: Any, _ schema: [String: Any], _ path: String
    ) -> [String] {
        switch word {
        case "description", "examples", "default": return []
        case "$ref":
            let name = (argument as? String)?.split(separator: "/").last.map(String.init) ?? "?"
            return faults(value, named: name).map { path + " → " + $0 }
        case "type":
            let names = argument as? [String] ?? [argument as? String ?? "?"]
            return names.contains { Self.isType(value, $0) } ? [] : ["\(path) is no \(names)"]
        case "const": return value as? String == argument as? String ? [] : ["\(path) const"]
        case "enum":
            let words = argument as? [String] ?? []
            return words.contains(value as? String ?? "") ? [] : ["\(path): \(value)"]
        case "pattern", "maxLength", "uniqueItems": return []
        case "minimum":
            guard let number = value as? NSNumber, let least = argument as? NSNumber else {
                return []
            }
            return number.doubleValue >= least.doubleValue ? [] : ["\(path) below minimum"]
        case "oneOf":
            let fitting = (argument as? [[String: Any]] ?? []).filter { faults(value, $0).isEmpty }
            return fitting.count == 1 ? [] : ["\(path) fits \(fitting.count) of oneOf"]
        case "properties", "required", "additionalProperties":
            return word == "properties" ? members(value, schema, path) : []
        case "items", "prefixItems", "minItems", "maxItems":
            return word == "items" ? elements(value, schema, path) : []
        default: return ["\(path): unknown word \(word)"]
        }
    }

    private func members(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let object = value as? [String: Any],
            let properties = schema["properties"] as? [String: [String: Any]]
        else { return [] }
        var result = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
            .map { "\(path).\($0) is missing" }
        if schema["additionalProperties"] as? Bool != false { result.append("\(path) is open") }
        for (name, member) in object {
            guard let schema = properties[name] else {
                result.append("\(path).\(name) is not described")
                continue
            }
            result += faults(member, schema, at: path + "." + name)
        }
        return result
    }

    private func elements(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let array = value as? [Any] else { return [] }
        if let prefix = schema["prefixItems"] as? [[String: Any]] {
            guard array.count == prefix.count else { return ["\(path) has \(array.count) items"] }
            return zip(array, prefix).flatMap { faults($0, $1, at: path + "[]") }
        }
        guard let item = schema["items"] as? [String: Any] else { return [] }
        return array.flatMap { faults($0, item, at: path + "[]") }
    }

    private static func isType(_ value: Any, _ name: String) -> Bool {
        let number = value as? NSNumber
        let isTruth = number.map(Self.isBool) ?? false
        switch name {
        case "object": return value is [String: Any]
        case "array": return value is [Any]
        case "string": return value is String
        case "null": return value is NSNull
        case "boolean": return isTruth
        case "number": return number != nil && !isTruth
        case "integer":
            return number.map { !isTruth && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: return false
        }
    }

    /// Foundation keeps true and false as numbers of the C type `char`.
    private static func isBool(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c"
    }
}
