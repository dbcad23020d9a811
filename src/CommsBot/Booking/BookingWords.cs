using CommsBot.Content;
using YamlDotNet.Serialization;

namespace CommsBot.Booking;

/// <summary>
/// Whole messages that mean a choice though nobody tapped it: "back", "never mind", "i'm new", "yes". Staff keep them in
/// <c>dialogs/booking/words.yaml</c>: question (or <c>any</c>) -> meaning -> phrases, English and Spanish together.
/// </summary>
internal sealed class BookingWords
{
    private readonly Dictionary<(string Question, string Phrase), string> meanings = [];

    private BookingWords()
    {
    }

    /// <param name="faults">Receives what is wrong with the file; the caller refuses to start if there is anything.</param>
    public static BookingWords Load(string dialogs, ICollection<string> faults)
    {
        const string Name = "dialogs/booking/words.yaml";
        var words = new BookingWords();
        var file = Path.Combine(dialogs, "booking", "words.yaml");
        if (!File.Exists(file))
        {
            faults.Add($"{Name}: is missing");
            return words;
        }

        try
        {
            var read = new DeserializerBuilder().Build().Deserialize<Dictionary<string, Dictionary<string, List<string>>>>(File.ReadAllText(file));
            foreach (var (question, choices) in read)
            foreach (var (means, phrases) in choices)
            foreach (var phrase in phrases)
                words.Add(question, means, phrase, faults, Name);
        }
        catch (YamlDotNet.Core.YamlException unreadable)
        {
            faults.Add($"{Name}: line {unreadable.Start.Line}: cannot be read");
        }

        return words;
    }

    /// <summary>The choice the whole message means at this question; null when it means none.</summary>
    public string? Means(BookingQuestion question, string text)
    {
        var phrase = PlainWords.Of(text);
        return meanings.GetValueOrDefault((question.ToString(), phrase)) ?? meanings.GetValueOrDefault(("any", phrase));
    }

    private void Add(string question, string means, string phrase, ICollection<string> faults, string file)
    {
        if (question != "any" && !Enum.TryParse<BookingQuestion>(question, out _)) faults.Add($"{file}: {question}: is no booking question");
        else if (!meanings.TryAdd((question, PlainWords.Of(phrase)), "booking:" + means)) faults.Add($"{file}: {question}: \"{phrase}\" stands there twice");
    }
}
