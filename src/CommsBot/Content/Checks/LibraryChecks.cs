namespace CommsBot.Content.Checks;

/// <summary>Checks that need more than one text: links between answers, languages, keys, titles and dates.</summary>
internal static class LibraryChecks
{
    private const int LongestTitle = 60;
    private const int FewestAsksEnglish = 10;
    private const int FewestAsksSpanish = 8;
    private const int MostRelated = 3;

    public static void Titles(ContentLibrary library, FaultList faults)
    {
        foreach (var answer in library.Answers)
        {
            if (answer.Title.Length > LongestTitle) faults.Error(answer.File, "title", $"has {answer.Title.Length} characters; at most {LongestTitle} fit a choice");
            var fewest = answer.Language == Language.English ? FewestAsksEnglish : FewestAsksSpanish;
            if (answer.Asks.Count > 0 && answer.Asks.Count < fewest) faults.Warning(answer.File, "asks", $"has {answer.Asks.Count} ways of asking; {fewest} or more are found better");
        }
    }

    public static void Related(ContentLibrary library, FaultList faults)
    {
        foreach (var answer in library.Answers)
        {
            if (answer.Related.Count > MostRelated) faults.Error(answer.File, "related", $"has {answer.Related.Count} ids; at most {MostRelated} are offered");
            foreach (var id in answer.Related)
            {
                if (id == answer.Id) faults.Error(answer.File, "related", "names the answer itself");
                else if (library.Answer(id, answer.Language) is null && library.AnswerOrFallback(id, answer.Language) is null) faults.Error(answer.File, "related", $"\"{id}\" does not exist");
            }
        }
    }

    public static void DuplicateAsks(ContentLibrary library, FaultList faults)
    {
        var seen = new Dictionary<(Language, string), Answer>();
        foreach (var answer in library.Answers.OrderBy(a => a.File, StringComparer.Ordinal))
        {
            foreach (var ask in answer.Asks)
            {
                var key = (answer.Language, string.Join(' ', SpokenWords.Of(ask.ToLowerInvariant()).Sentences.SelectMany(s => s)));
                if (seen.TryAdd(key, answer)) continue;
                var where = seen[key].Id == answer.Id ? "stands twice" : $"is already asked in {seen[key].File}";
                faults.Error(answer.File, "asks", $"\"{ask}\" {where}");
            }
        }
    }

    public static void Translations(ContentLibrary library, FaultList faults)
    {
        foreach (var answer in library.Answers)
        {
            var other = answer.Language == Language.English ? Language.Spanish : Language.English;
            if (library.Answer(answer.Id, other) is not null) continue;
            if (other == Language.Spanish) faults.Warning(answer.File, "", "has no Spanish answer; patients are offered the English one");
            else faults.Error(answer.File, "", "has no English answer");
        }
        foreach (var entry in library.Wording.All)
        {
            var other = entry.Language == Language.English ? Language.Spanish : Language.English;
            if (!library.Wording.Has(entry.Key, other)) faults.Error(entry.File, entry.Key[(entry.Key.IndexOf('/') + 1)..], $"is missing in {other.Code()}.yaml");
        }
    }

    public static void RequiredWording(ContentLibrary library, CheckScope scope, FaultList faults)
    {
        foreach (var key in scope.RequiredWording.Order(StringComparer.Ordinal))
        {
            var slash = key.IndexOf('/');
            foreach (var language in Enum.GetValues<Language>().Where(l => !library.Wording.Has(key, l)))
            {
                faults.Error($"dialogs/{key[..slash]}/{language.Code()}.yaml", key[(slash + 1)..], "is missing and the service says it");
            }
        }
    }

    /// <summary>Warns 30, 14 and 3 days ahead and from the day after the last; a lapsed review is an error only in production.</summary>
    public static void Reviews(ContentLibrary library, CheckScope scope, FaultList faults)
    {
        foreach (var answer in library.Answers.Where(a => a.NextReview != default))
        {
            if (answer.NextReview <= answer.Reviewed) faults.Error(answer.File, "next-review", "must be after reviewed");
            var left = answer.NextReview.DayNumber - scope.Today.DayNumber;
            var message = left switch
            {
                < 0 => $"the review lapsed on {answer.NextReview:yyyy-MM-dd}",
                <= 3 => "the review lapses within 3 days",
                <= 14 => "the review lapses within 14 days",
                <= 30 => "the review lapses within 30 days",
                _ => null,
            };
            if (message is null) continue;
            if (left < 0 && scope.Production) faults.Error(answer.File, "next-review", message);
            else faults.Warning(answer.File, "next-review", message);
        }
    }

    /// <summary>An allowed phrase that stands nowhere any more would hide the next mistake.</summary>
    public static void UnusedAllowances(IEnumerable<PatientText> texts, FaultList faults)
    {
        foreach (var file in texts.GroupBy(t => t.File))
        {
            foreach (var phrase in file.First().Allowed.Where(p => !file.Any(t => t.Text.Contains(p, StringComparison.OrdinalIgnoreCase))))
            {
                faults.Warning(file.Key, "allow", $"\"{phrase}\" stands nowhere in the file");
            }
        }
    }
}
