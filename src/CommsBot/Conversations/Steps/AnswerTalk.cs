using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Content.Checks;
using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>Quotes curated answers word for word, or offers the few that may be meant.</summary>
internal sealed class AnswerTalk(AnswerSearch search, Sharpening sharpening, ContentLibrary library, ApprovalBook approvals, KeptQuestions kept)
{
    private const int MostRelated = 3;

    /// <summary>Answers a question if approved words exist for it. False, and nothing said, when there are none.</summary>
    public bool TryAnswer(Turn turn, string question, bool sureOnly = false)
    {
        var outcome = sharpening.Of(search.Find(question, turn.Language, turn.State.LastAnswer), turn);
        turn.Language = outcome.Language;
        return outcome switch
        {
            SearchOutcome.Found found => Quote(turn, [.. found.Answers.Select(match => match.Id)], found.OpenQuestions),
            SearchOutcome.Choices choices when !sureOnly => Clarify(turn, choices),
            _ => false,
        };
    }

    /// <summary>Offers these answers as a choice; false, and nothing said, when there are none.</summary>
    public bool Offer(Turn turn, IEnumerable<string> ids)
    {
        List<AnswerMatch> known = [.. ids.Where(id => library.AnswerOrFallback(id, turn.Language)?.Language == turn.Language).Take(MostRelated).Select(id => new AnswerMatch(id, 0))];
        return known.Count > 0 && Clarify(turn, new SearchOutcome.Choices(turn.Language, known));
    }

    /// <summary>The search would quote an answer to what was written.</summary>
    public bool Covers(Turn turn) => sharpening.Of(search.Find(turn.Text, turn.Language, turn.State.LastAnswer), turn) is SearchOutcome.Found;

    /// <summary>
    /// Taps on what the search is sure of, for a message that a person answers. None on a phone, whose text is full, and none in a booking, whose own
    /// taps still stand.
    /// </summary>
    /// <param name="sureOnly">False: on what it would offer as a choice as well.</param>
    public IReadOnlyList<Choice> InGeneral(Turn turn, bool sureOnly = true)
    {
        if (turn.OnPhone || turn.State.Booking is not null) return [];
        IReadOnlyList<AnswerMatch> matches = search.Find(turn.Text, turn.Language, turn.State.LastAnswer) switch
        {
            SearchOutcome.Found found => found.Answers,
            SearchOutcome.Choices choices when !sureOnly => choices.Answers,
            _ => [],
        };
        var answers = matches.Select(match => library.AnswerOrFallback(match.Id, turn.Language)).Where(answer => answer?.Language == turn.Language);
        return [.. answers.Take(MostRelated).Select((answer, at) => new Choice(answer!.Title, $"{at + 1}", Meanings.Answer(answer.Id)))];
    }

    /// <summary>What the search would quote, for a message that a nurse answers but anybody might have asked. None where there are no taps either.</summary>
    /// <param name="trust">How sure the search must be of it, be it one of several in a long story.</param>
    public IReadOnlyList<Quote>? ForEverybody(Turn turn, double trust = Decision.Quoted)
    {
        if (turn.OnPhone || turn.State.Booking is not null) return null;
        IReadOnlyList<AnswerMatch> found = search.Find(turn.Text, turn.Language, turn.State.LastAnswer) switch
        {
            SearchOutcome.Found { OpenQuestions: 0 } whole => whole.Answers,
            SearchOutcome.Choices choices => [choices.Answers[0]],
            _ => [],
        };
        if (found.Any(match => match.Confidence < trust)) return null;
        var quotes = Quotes(turn, [.. found.Select(match => match.Id)], out _);
        return quotes.Count > 0 && quotes.TrueForAll(quote => quote.Language == turn.Language) ? quotes : null;
    }

    /// <summary>What a nurse hears of as well where somebody asks of themself what the search would quote.</summary>
    public string? NurseOf(Turn turn) => search.Find(turn.Text, turn.Language, turn.State.LastAnswer) is SearchOutcome.Found found
        ? found.Answers.Select(match => library.AnswerOrFallback(match.Id, turn.Language)?.Nurse).FirstOrDefault(nurse => nurse is not null)
        : null;

    /// <summary>Quotes these answers in this order. An answer that waits for approval or for a fact of the clinic brings a person instead.</summary>
    public bool Quote(Turn turn, IReadOnlyList<string> ids, int openQuestions = 0)
    {
        var quotes = Quotes(turn, ids, out var why);
        if (quotes.Count == 0)
        {
            if (why is null or NotQuotable.Unknown) return false;
            OfferPerson(turn, why.Value);
            return true;
        }

        Say(turn, quotes, before: null, openQuestions);
        if (openQuestions > 0) OfferForTheRest(turn);
        return true;
    }

    /// <param name="before">Said in the same message, before the answers.</param>
    public void Say(Turn turn, IReadOnlyList<Quote> quotes, string? before, int openQuestions = 0)
    {
        turn.State.LastAnswer = quotes[^1].Id;
        if (quotes.Any(quote => quote.Language != turn.Language)) turn.Say("handoff/spanish-not-yet", Outcome.Answered);
        var words = turn.Facts.Model?.Joined?.For(quotes) ?? string.Join("\n\n", quotes.Select(quote => quote.Text).Prepend(before).OfType<string>());
        turn.Send(new Reply(quotes.Any(SaysHours) ? ClosedNow.With(turn, words, Outcome.Answered) : words, Outcome.Answered)
        {
            Quotes = quotes,
            Choices = turn.OnPhone || openQuestions > 0 ? [] : Related(turn, quotes),
        });
    }

    private List<Quote> Quotes(Turn turn, IReadOnlyList<string> ids, out NotQuotable? why)
    {
        var approved = approvals.At(turn.Now);
        var quotes = new List<Quote>();
        why = null;
        foreach (var id in ids)
            if (Answers.Quote.Of(library, id, turn.Language, turn.Facts.Form, turn.Clinic.Fact, approved, out var reason) is { } quote) quotes.Add(quote);
            else why = reason;
        return quotes;
    }

    private bool SaysHours(Quote quote) => library.AnswerOrFallback(quote.Id, quote.Language)!.Text(quote.Form).Contains("{clinic.hours}", StringComparison.Ordinal);

    private bool Clarify(Turn turn, SearchOutcome.Choices choices)
    {
        var options = new List<Choice>();
        foreach (var match in choices.Answers)
        {
            var title = library.AnswerOrFallback(match.Id, turn.Language)!.Title;
            if (turn.OnPhone && PhoneWordsRule.NamesDrugOrDiagnosis(title)) continue;
            options.Add(new Choice(title, $"{options.Count + 1}", Meanings.Answer(match.Id)));
        }

        // Unsure, and too few can be named on a phone to ask which: a person answers.
        if (options.Count < 2) return false;
        options.Add(new Choice(turn.Words("handoff/clarify-none"), $"{options.Count + 1}", Meanings.Person));
        var question = turn.Words("handoff/clarify");
        var text = turn.OnPhone ? $"{question}\n{string.Join('\n', options.Select(option => $"{option.Digit} {option.Label}"))}" : question;
        turn.Send(new Reply(text, Outcome.Clarify) { Choices = options });
        return true;
    }

    private List<Choice> Related(Turn turn, IReadOnlyList<Quote> quotes)
    {
        var related = new List<Choice>();
        foreach (var id in quotes.SelectMany(quote => quote.Related).Except(quotes.Select(quote => quote.Id)).Distinct())
            if (related.Count < MostRelated && library.AnswerOrFallback(id, turn.Language) is { } answer)
                related.Add(new Choice(answer.Title, $"{related.Count + 1}", Meanings.Answer(id)));
        related.Add(turn.Choice("handoff/choice-book", Meanings.Book, $"{related.Count + 1}"));
        related.AddRange(Rating.Choices(turn, quotes[^1].Id, related.Count));
        return related;
    }

    private void OfferForTheRest(Turn turn)
    {
        turn.Ask("handoff/unknown", Outcome.Unanswered,
            [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        kept.Keep(turn);
    }

    private static void OfferPerson(Turn turn, NotQuotable why)
    {
        if (why == NotQuotable.NotApproved)
        {
            PersonAsked.Ask(turn, new TicketDraft(HandoffKind.Question, "answer-not-approved"));
            return;
        }

        turn.Ask("handoff/team-will-tell", Outcome.Handoff,
            [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
    }
}
