using Spade.Api.OpenApi;
using Spade.Documents.Pages;

namespace Spade.Api.Documents;

/// <summary>The document that the examples of the API's description are about.</summary>
internal static class DocumentExamples
{
    public const string Id = ExampleDocument.Id;

    public const string Text = "Meeting notes\n\nThe budget was approved.\n\fPage two";

    public const string Hocr =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <html xmlns="http://www.w3.org/1999/xhtml">
         <head>
          <meta charset="UTF-8"/>
          <title>notes.pdf</title>
          <meta name="ocr-system" content="spade"/>
          <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_lang ocrp_wconf"/>
          <meta name="ocr-number-of-pages" content="1"/>
          <meta name="ocr-langs" content="eng"/>
         </head>
         <body>
          <div class="ocr_page" id="page_1" title="bbox 0 0 2480 3508; ppageno 0; scan_res 300 300">
           <div class="ocr_carea" id="block_1_1" title="bbox 200 200 620 240">
            <p class="ocr_par" id="par_1_1" lang="eng" title="bbox 200 200 620 240">
             <span class="ocr_line" id="line_1_1" title="bbox 200 200 620 240; baseline 0 0">
              <span class="ocrx_word" id="word_1_1" title="bbox 200 200 400 240; x_wconf 96">Meeting</span>
              <span class="ocrx_word" id="word_1_2" title="bbox 420 200 620 240; x_wconf 93">notes</span>
             </span>
            </p>
           </div>
          </div>
         </body>
        </html>

        """;

    public const string Tsv =
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        + "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n"
        + "2\t1\t1\t0\t0\t0\t200\t200\t420\t40\t-1\t\n"
        + "3\t1\t1\t1\t0\t0\t200\t200\t420\t40\t-1\t\n"
        + "4\t1\t1\t1\t1\t0\t200\t200\t420\t40\t-1\t\n"
        + "5\t1\t1\t1\t1\t1\t200\t200\t200\t40\t96.3\tMeeting\n"
        + "5\t1\t1\t1\t1\t2\t420\t200\t200\t40\t93.1\tnotes\n";

    private static readonly DateTimeOffset Created = new(2027, 3, 1, 9, 30, 0, TimeSpan.Zero);

    public static readonly DocumentResponse Queued = new(
        Id, "notes.pdf", "application/pdf", 51_200, "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b", "eng",
        Pages: null, Dpi: 300, Text: "ocr", Status: "queued", PagesDone: 0, PagesFailed: 0, PagesTotal: null, Warnings: [],
        Attempt: 0, Interruptions: 0, Error: null, Tenant: "acme", UploadedBy: "spade_abcdefgh", Created, StartedAt: null,
        CompletedAt: null, DocumentLinks.To(Id));

    public static readonly DocumentResponse Completed = Queued with
    {
        Status = "completed", PagesDone = 3, PagesTotal = 3, StartedAt = Created.AddSeconds(1), CompletedAt = Created.AddSeconds(5),
    };

    public static readonly DocumentResponse Cancelled = Queued with { Status = "cancelled", CompletedAt = Created.AddSeconds(2) };

    public static readonly DocumentListResponse List = new([Completed], NextCursor: null);

    public static readonly PageResponse Page = PageResponse.From(Id, new PageResult(
        1,
        new PageLayout(2480, 3508, 595.2, 841.92, Rotation: 0, Skew: 0.4, TextSource.Ocr, "eng",
        [
            new LayoutLine(1, 1, new PixelBox(200, 200, 420, 40),
            [
                new LayoutWord("Meeting", new PixelBox(200, 200, 200, 40), 96.3),
                new LayoutWord("notes", new PixelBox(420, 200, 200, 40), 93.1),
            ]),
        ]),
        Confidence: 94.7, ErrorType: null, ErrorMessage: null, FinishedAt: Created.AddMinutes(1)));
}
