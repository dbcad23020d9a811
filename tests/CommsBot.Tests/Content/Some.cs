using CommsBot.Content;

namespace CommsBot.Tests.Content;

internal static class Some
{
    public static Answer Answer(string id, string text = "Park at the door.", string[]? asks = null, string[]? related = null, string? topic = null, Language language = Language.English) => new(
        id, language, $"About {id}", asks ?? [$"about {id}"], "Park at the door.", text, [new Source("Facts given by the clinic", null)], "Front desk lead",
        new DateOnly(2026, 11, 22), new DateOnly(2027, 5, 22), related ?? [], topic, null, [], $"dialogs/answers/{language.Code()}/{id}.md");

    public static ContentLibrary Library(params Answer[] answers) => new(answers, new Wording([]));
}
