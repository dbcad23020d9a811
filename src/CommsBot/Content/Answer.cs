namespace CommsBot.Content;

/// <summary>One curated answer in one language: a file below <c>dialogs/answers/{en,es}/</c>.</summary>
/// <param name="Title">Citation title and choice label, at most 60 characters.</param>
/// <param name="Asks">How patients ask, in their words; only the search reads them.</param>
/// <param name="Sms">The phone form, without the clinic's name in front.</param>
/// <param name="Web">Markdown: bold, lists and links only.</param>
/// <param name="NextReview">Last day, in clinic time, on which the owner vouches for the content.</param>
/// <param name="Related">Ids offered as taps after the answer, at most three.</param>
/// <param name="Nurse">Whoever asks it of themself or of a relative is answered, and a nurse hears of it as this; null where anybody may simply be answered.</param>
/// <param name="Allowed">Phrases that the word checks let pass in this file because a person looked at them.</param>
/// <param name="File">The file as faults name it.</param>
internal sealed record Answer(
    string Id,
    Language Language,
    string Title,
    IReadOnlyList<string> Asks,
    string Sms,
    string Web,
    IReadOnlyList<Source> Sources,
    string Owner,
    DateOnly Reviewed,
    DateOnly NextReview,
    IReadOnlyList<string> Related,
    string? Topic,
    string? Nurse,
    IReadOnlyList<string> Allowed,
    string File)
{
    /// <summary>What a nurse can be told an answer is about.</summary>
    public static readonly IReadOnlyList<string> Nurses = ["personal", "medicine", "dose", "diagnosis", "noDriver"];

    public string Text(MessageForm form) => form == MessageForm.Sms ? Sms : Web;

    /// <summary>Covers all a patient reads in that form: title, text and sources. Owner, dates and asks may change without a new approval.</summary>
    public string Hash(MessageForm form) => form == MessageForm.Sms
        ? ContentHash.Of(Sms)
        : ContentHash.Of([Title, Web, .. Sources.Select(s => $"{s.Name} {s.Url}")]);

    public ApprovalKey Key(MessageForm form) => new(Id, Language, form, Hash(form));

    /// <summary>Names of the facts this answer needs and the clinic has not given; empty means it can be quoted for that clinic.</summary>
    public IReadOnlyList<string> MissingFacts(ClinicFacts facts, MessageForm form) =>
        [.. Placeholders.In(Text(form)).Where(name => facts(name, Language, form) is null)];

    public bool CanBeQuoted(ClinicFacts facts, MessageForm form) => MissingFacts(facts, form).Count == 0;

    public bool CanBeQuoted(ClinicFacts facts) => CanBeQuoted(facts, MessageForm.Web) && CanBeQuoted(facts, MessageForm.Sms);
}
