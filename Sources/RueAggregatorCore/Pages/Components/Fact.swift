/// A term and what there is to say of it, for a description list.
enum Fact {
    static func html(_ term: String, id: String, @HTMLBuilder _ content: () -> HTML) -> HTML {
        HTML("div", ["data-fact": id]) {
            HTML("dt") { term }
            HTML("dd") { content() }
        }
    }
}
