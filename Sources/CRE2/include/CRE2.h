#ifndef CRE2_H
#define CRE2_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How a search ended.
enum CRE2Answer {
    CRE2AnswerNoMatch = 0,
    CRE2AnswerMatch = 1,
    /// The pattern is none.
    CRE2AnswerBadPattern = 2,
    /// The pattern's program is larger than it may be.
    CRE2AnswerTooLarge = 3,
};

/// What a pattern compiles to.
struct CRE2Compiled {
    enum CRE2Answer answer;
    /// The instructions of its program; a search takes at most this many steps a byte. 0 where there is no program.
    int size;
};

/// Compiles a pattern of RE2's syntax over UTF-8. Compiled patterns are kept, a bounded number of them, in the order in
/// which they came; any thread may call this at any time.
struct CRE2Compiled cre2_compile(const char *pattern, size_t length);

/// Whether the pattern matches some part of the text.
enum CRE2Answer cre2_search(const char *pattern, size_t pattern_length, const char *text, size_t text_length);

#ifdef __cplusplus
}
#endif

#endif
