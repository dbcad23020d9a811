using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Tests.Content;

namespace CommsBot.Tests.Answers;

/// <summary>A dozen answers, enough to be wrong about.</summary>
internal static class SmallClinic
{
    public static readonly AnswerSearch Search = new(new ContentLibrary(Answers(), new Wording([]), Words()));

    public static string Find(string question, string? last = null, Language conversation = Language.English) => Show(Search.Find(question, conversation, last));

    public static string Show(SearchOutcome outcome) => outcome switch
    {
        SearchOutcome.Found found => string.Join(" + ", found.Answers.Select(a => a.Id)) + (found.OpenQuestions > 0 ? $" and {found.OpenQuestions} open" : ""),
        SearchOutcome.Choices choices => "choose " + string.Join(" or ", choices.Answers.Select(a => a.Id)),
        _ => "not found",
    };

    private static SearchWords Words() => SearchWords.Read("synonyms.yaml", """
        synonyms:
          en:
            crps: [rsd, complex regional pain syndrome]
            cost: [price, fee, how much is, expensive]
            driver: [ride, uber, lyft, taxi]
            kid: [children, kids, child]
          es:
            costo: [cuesta, precio]
            conductor: [chofer, uber]
        shorthand:
          en: { u: you, wat: what, r: are, pls: please }
          es: { q: que }
        quiet: [please, hi, today, tuesday, hello, friend]
        outside: [dog, dogs, weather, spravato, visa, fibromyalgia, crp]
        keep: [esketamine, stroke, overdose, whether]
        """, new FaultList());

    private static Answer[] Answers() =>
    [
        Some.Answer("what-is-crps", "A pain condition of an arm or leg.", ["what is crps", "tell me about crps", "explain crps"], ["symptoms", "causes"], "crps"),
        Some.Answer("symptoms", "Swelling, burning pain and changes of the skin.", ["what are the symptoms of crps", "signs of crps", "does crps cause swelling"], topic: "crps"),
        Some.Answer("causes", "Often an injury or a surgery.", ["what causes crps", "why did i get crps", "can surgery cause crps"], topic: "crps"),
        Some.Answer("crps-kids", "Children can have it too.", ["can children get crps", "crps in kids"], topic: "crps"),
        Some.Answer("what-is-ketamine", "An anesthetic.", ["what is ketamine", "is ketamine an anesthetic", "tell me about ketamine"], ["side-effects"], "infusion"),
        Some.Answer("side-effects", "Dizziness and an upset stomach; they pass in hours.", ["what are the side effects of ketamine", "how long do side effects last", "does ketamine make you dizzy"], ["driver"], "infusion"),
        Some.Answer("driver", "An adult takes you home.", ["do i need a driver", "can i take an uber home", "who drives me home"], ["driving-after"], "visit"),
        Some.Answer("driving-after", "Not before the next day.", ["when can i drive again", "may i drive the next day"], topic: "visit"),
        Some.Answer("cost", "Our team will tell you.", ["how much does it cost", "what is the cost of an infusion", "cost of treatment"], ["insurance"], "visit"),
        Some.Answer("insurance", "Ask your plan.", ["does insurance pay for infusions", "do you take medicare"], topic: "visit"),
        Some.Answer("parking", "At the door.", ["where can i park", "is there parking"], topic: "visit"),
        Some.Answer("conditions", "CRPS above all.", ["do you treat fibromyalgia", "do you treat back pain", "what conditions do you treat"], topic: "visit"),
        Some.Answer("cost", "Nuestro equipo le dirá.", ["cuánto cuesta la infusión", "cuál es el precio"], language: Language.Spanish),
        Some.Answer("driver", "Un adulto le lleva a casa.", ["necesito un conductor", "puedo ir en uber a casa"], language: Language.Spanish),
    ];
}
